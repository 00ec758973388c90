using System.Diagnostics;
using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Simulation;
using CrmClub.Declarations.Storage;
using CrmClub.Declarations.Submission;
using CrmClub.Declarations.Tests;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Testing;
using Google.Protobuf;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Asked = CrmClub.Contracts.Tariffs.V1.Simulation;

namespace CrmClub.Simulation;

/// <summary>Declarations of a week in a database of the service, and the service's own code that simulates.</summary>
internal sealed class StoredPeriod : IAsyncDisposable
{
    private const int GroupRows = 500;
    private const int Writers = 2;
    private const int Days = 7;
    private const int Proposal = 17;

    private static readonly DateOnly FirstDay = new(2027, 3, 7);

    private readonly NpgsqlDataSource _database;
    private readonly StandingOfNow _standing;
    private readonly byte[] _document;
    private int _simulations;

    private StoredPeriod(NpgsqlDataSource database)
    {
        _database = database;
        Standing = World.Standing(World.Issued());
        var (membership, tariffs) = (new MembershipState(), new TariffHolder());
        var (certificates, profiles) = (new CertificateHolder(), new ProfileHolder());
        membership.Replace(Standing.Membership);
        tariffs.Replace(Standing.Tariffs);
        certificates.Replace(Standing.Certificates);
        profiles.Replace(Standing.Profiles);
        Standing.Capacity.Read();
        _standing = new StandingOfNow(membership, tariffs, certificates, profiles, Standing.Capacity);
        var document = World.Tariff();
        document.Measures.Single(measure => measure.Id == "M2").Expression = "27.5 %";
        document.Measures.Single(measure => measure.Id == "M8").Expression = "FLOOR 135 USD / kg NdPr";
        _document = document.ToByteArray();
        Candidate = TariffSnapshot.Compile(TariffDocuments.ToTariff(document));
    }

    /// <summary>Where they are stored.</summary>
    public NpgsqlDataSource Database => _database;

    /// <summary>The same as the service asks for it.</summary>
    public StandingOfNow Now => _standing;

    /// <summary>What is known, the tariff as it is among it.</summary>
    public Standing Standing { get; }

    /// <summary>The same tariff with the proposal.</summary>
    public TariffSnapshot Candidate { get; }

    /// <summary>Stores them as the service does, decided and in groups.</summary>
    public static async Task<StoredPeriod> StartAsync(PostgresServer postgres, int declarations)
    {
        var scripts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Schema"), "*.sql").Order()
            .Select(File.ReadAllText).ToArray();
        var where = await postgres.CreateAsync("declarations", scripts);
        var period = new StoredPeriod(NpgsqlDataSource.Create(where.App));
        await period.StoreAsync(declarations);
        // What autovacuum does meanwhile in a service that has run for weeks.
        await using var superuser = NpgsqlDataSource.Create(where.Superuser);
        await using var vacuum = superuser.CreateCommand("VACUUM ANALYZE");
        vacuum.CommandTimeout = 0;
        await vacuum.ExecuteNonQueryAsync();
        return period;
    }

    /// <summary>Three items, one with a certificate; the same for the same number.</summary>
    public static Declaration Declaration(int number)
    {
        var administration = number % 3 == 0 ? "JP" : "DE";
        var day = Wire.Day(FirstDay.AddDays(number % Days));
        var declaration = World.Metals(administration, $"L-{number}", day);
        declaration.Items.Add(World.Dysprosium(administration, "", $"{number % 997 + 1}", "76200.00").Items[0]);
        declaration.Items[2].Number = 3;
        declaration.Items[0].CustomsValue.Amount =
            string.Create(CultureInfo.InvariantCulture, $"{90_000 + number % 65_521}.37");
        return declaration;
    }

    /// <summary>Asks for the period and does it; the time of the steps alone, and the sums by administration.</summary>
    public async Task<(TimeSpan Time, IReadOnlyList<AdministrationSum> Sums)> SimulateAsync()
    {
        await AskAsync();
        var runner = new RunSimulations(_database, _standing, new JournalSignal(), TimeProvider.System);
        var began = Stopwatch.GetTimestamp();
        while (await runner.StepAsync(default))
        {
        }

        return (Stopwatch.GetElapsedTime(began), await SumsAsync());
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task AskAsync()
    {
        var asked = new Asked
        {
            Proposal = Proposal,
            Number = ++_simulations,
            State = SimulationState.Asked,
            BaseVersion = 1,
            BaseHash = Convert.ToHexStringLower(World.Sha(World.Tariff().ToByteArray())),
            DocumentHash = Convert.ToHexStringLower(World.Sha(_document)),
            FromDay = Wire.Day(FirstDay),
            ToDay = Wire.Day(FirstDay.AddDays(Days)),
        };
        await using (var connection = await _database.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await SimulationCopy.StoreAsync(transaction, asked, default);
            await transaction.CommitAsync();
        }

        using var nowhere = GrpcChannel.ForAddress("http://localhost:1");
        var fetcher = new SimulationFetcher(
            _database, new ProposalService.ProposalServiceClient(nowhere), NullLogger<SimulationFetcher>.Instance);
        await fetcher.StoreAsync(asked, _document, default);
    }

    private async Task<IReadOnlyList<AdministrationSum>> SumsAsync()
    {
        await using var select = _database.CreateCommand(
            "SELECT sums FROM simulation WHERE number = $1 AND ended_at IS NOT NULL");
        select.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _simulations });
        var sums = SimulationResult.Parser.ParseFrom((byte[])(await select.ExecuteScalarAsync())!);
        return [.. sums.Administrations.Select(one => new AdministrationSum(
            one.Own.Key, Wire.ParseDecimal(one.Own.Before), Wire.ParseDecimal(one.Own.After)))];
    }

    private async Task StoreAsync(int declarations)
    {
        var certificates = new CertificateHolder();
        var capacity = new CapacityBook();
        var store = new GroupStore(
            _database,
            new SuppliersCopy(
                _database, certificates, new CapacityCopy(_database, new JournalReader(_database), capacity)),
            new MembersCopy(new MembershipCopy(_database, new MembershipState())),
            new TariffsCopy(_database, new TariffHolder()),
            new Redecision(_standing), capacity, new JournalSignal(), TimeProvider.System);
        var next = -GroupRows;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Add(ref next, GroupRows) is var first && first < declarations)
                await store.StoreAsync([.. Enumerable.Range(first, GroupRows).Select(Pending)], default);
        })));
    }

    private PendingDeclaration Pending(int number)
    {
        var declaration = Declaration(number);
        var document = declaration.ToByteArray();
        var day = Wire.ParseDay(declaration.AcceptanceDay);
        return new PendingDeclaration(
            new Identity(Guid.CreateVersion7(), MrnFactory.Build(declaration.Administration, day), MrnIssuer.Club,
                declaration.Administration, declaration.Declarant, declaration.Lrn, World.GermanSystem, Guid.NewGuid(),
                day, PendingDeclaration.HashOf(document)),
            declaration, document, default)
        {
            Decided = Assessor.Decide(declaration, Basis.OfNow(Standing, declaration, Guid.Empty)),
            Known = Standing,
        };
    }
}

/// <summary>Sums of an administration's declarations, in its own currency.</summary>
internal sealed record AdministrationSum(string Administration, decimal Before, decimal After);
