using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Simulation;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Testing;
using Google.Protobuf;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Asked = CrmClub.Contracts.Tariffs.V1.Simulation;
using Consignment = CrmClub.Contracts.Tariffs.V1.Consignment;
using CountryGroup = CrmClub.Contracts.Tariffs.V1.CountryGroup;
using CountryGroupMember = CrmClub.Contracts.Tariffs.V1.CountryGroupMember;
using ExchangeRate = CrmClub.Contracts.Tariffs.V1.ExchangeRate;
using MeasureType = CrmClub.Contracts.Tariffs.V1.MeasureType;

namespace CrmClub.Declarations.Tests;

/// <summary>Proposals over stored declarations, on the real database.</summary>
public sealed class SimulationTests(Servers servers) : IAsyncLifetime
{
    private const int PageMax = 3;
    private const int StepMax = 2;

    private TestService _service = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.FoundAsync(servers.Postgres);
        await _service.RecordAsync(new ExchangeRateSet { Number = 2, Rates = { Yen() } });
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    /// <summary>The sums are those of two tariff documents that a customs system has on its disk.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(20_271_128)]
    public async Task Simulate_ManyDeclarations_SumsAreThoseOfTheTwoDocumentsOffline(int seed)
    {
        var declared = await DeclareAsync(new Random(seed), 40);
        await AskAsync();

        Assert.True(await RunAsync() > 5);

        var done = Assert.Single(await ToldAsync<SimulationDone>());
        var offline = declared.ConvertAll(one => (one.Administration, Before: Offline(World.Tariff(), one),
            After: Offline(Candidate(), one)));
        foreach (var one in done.Result.Administrations)
        {
            var own = offline.FindAll(other => other.Administration == one.Own.Key);
            Assert.Equal(
                (own.Sum(other => other.Before), own.Sum(other => other.After), own.Count),
                (Wire.ParseDecimal(one.Own.Before), Wire.ParseDecimal(one.Own.After), one.Own.Declarations));
            Assert.Equal(own.Count(other => other.Before != other.After), one.Own.Changed);
            AssertAddsUp(one.Own);
        }

        var (result, total) = (done.Result, done.Result.Total);
        Assert.Equal(["DE", "JP"], result.Administrations.Select(one => one.Own.Key));
        Assert.NotEqual("0", result.Administrations[1].Own.RoundingOfTotals);
        Assert.Equal(Sum(result.Parties), Wire.ParseDecimal(total.Difference));
        Assert.Equal(Sum(result.Administrations.Select(one => one.Euro)), Wire.ParseDecimal(total.Difference));
        Assert.All([result.Origins, result.Materials, result.Suppliers], sums => Assert.Equal(
            Wire.ParseDecimal(total.Difference), Sum(sums) + Wire.ParseDecimal(total.RoundingOfTotals)));
        Assert.Equal(total.Switched, result.Switches.Sum(one => one.Items));
        Assert.Contains(result.Switches, one => one is
        {
            Before: MeasureType.CertifiedSupplier,
            After: MeasureType.Base,
        });
        Assert.Contains(result.Switches, one => one is { RefusedBefore: false, RefusedAfter: true });
        Assert.Equal((declared.Count, 0, 0), (done.Examined, result.Undecided, result.WithoutRate));
        Assert.All(await _service.AuditAsync(), Assert.Null);
    }

    [Fact]
    public async Task Simulate_ProcessDiesBetweenSteps_AnotherGoesOnAndTheSumsAreTheSame()
    {
        await DeclareAsync(new Random(7), 30);
        await AskAsync(1);
        await AskAsync(2);
        await RunAsync();
        var undisturbed = await ToldAsync<SimulationDone>();
        Assert.Equal(undisturbed[0].Result, undisturbed[1].Result);

        await AskAsync(3);
        Assert.True(await Runner().StepAsync(Cancel));
        await DiesAsync();
        await using var another = await _service.JoinAsync();
        Assert.True(await Runner(another).StepAsync(Cancel));
        await DiesAsync();
        // What is declared meanwhile, and decided again, is not looked at.
        await _service.SubmitAsync(World.Metals("DE", "L-late", "2027-05-31"));
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();
        await Task.WhenAll(RunAsync(another), RunAsync());
        await RunAsync();

        var done = await ToldAsync<SimulationDone>();
        Assert.Equal([1, 2, 3], done.Select(one => one.Number));
        Assert.Equal(undisturbed[0].Result, done[2].Result);
        Assert.Equal(undisturbed[0].Examined, done[2].Examined);
        var progress = (await ToldAsync<SimulationProgressed>()).Where(one => one.Number == 3).ToList();
        Assert.Equal(progress.Select(one => one.Examined).Distinct().Order(), progress.Select(one => one.Examined));
        Assert.All(await _service.AuditAsync(), Assert.Null);

        // With all of its work done, and its transaction not committed.
        async Task DiesAsync()
        {
            await using var connection = await _service.Database.OpenConnectionAsync(Cancel);
            await using var held = await connection.BeginTransactionAsync(Cancel);
            await using (var hold = new NpgsqlCommand(
                "SELECT FROM simulation WHERE number = 3 FOR UPDATE", connection, held))
                await hold.ExecuteNonQueryAsync(Cancel);
            using var dies = new CancellationTokenSource();
            var step = Runner().StepAsync(dies.Token);
            await Eventually.HoldsAsync("the step writes down how far it came", async () =>
            {
                await using var waiting = _service.Database.CreateCommand(
                    "SELECT count(*) FROM pg_stat_activity "
                    + "WHERE datname = current_database() AND wait_event_type = 'Lock'");
                return (long)(await waiting.ExecuteScalarAsync(Cancel))! > 0;
            }, TimeSpan.FromSeconds(10), Cancel);
            await dies.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => step);
        }
    }

    /// <summary>Of two replicas now the one dies, now the other, before or after a commit.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(28)]
    public async Task Simulate_DiesAtEveryOtherStep_ToldOnceWithTheSumsOfOneThatLived(int seed)
    {
        var random = new Random(seed);
        await DeclareAsync(random, 40);
        await AskAsync(1);
        await RunAsync();
        await AskAsync(2);
        await using var another = await _service.JoinAsync();
        var deaths = 0;
        for (var goesOn = true; goesOn;)
        {
            var service = random.Next(2) == 0 ? _service : another;
            if (await FailPoint.DiesAsync(
                $"simulation.{random.GetItems(["before", "after"], 1)[0]}-commit",
                () => Runner(service).StepAsync(Cancel)))
                deaths++;
            goesOn = await Runner(service).StepAsync(Cancel);
        }

        Assert.True(deaths > 2, $"{deaths}");
        var done = await ToldAsync<SimulationDone>();
        Assert.Equal([1, 2], done.Select(one => one.Number));
        Assert.Equal((done[0].Result, done[0].Examined), (done[1].Result, done[1].Examined));
        Assert.All(await _service.AuditAsync(), Assert.Null);
    }

    [Fact]
    public async Task Simulate_PrelodgedWhenAskedForAndAcceptedSince_IsLeftOut()
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var prelodged = await _service.SubmitAsync(Reports.Prelodged("L-2"));
        await AskAsync();
        await _service.ReportAsync(Reports.Mrn(prelodged), Reports.Accepted("2027-03-08"), known: 1);

        await RunAsync();

        Assert.Equal(1, Assert.Single(await ToldAsync<SimulationDone>()).Result.Total.Declarations);
    }

    [Fact]
    public async Task Ask_ToldTwice_IsSimulatedOnce()
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        for (var told = 0; told < 2; told++)
        {
            await AskAsync();
            await RunAsync();
        }

        Assert.Equal(1, Assert.Single(await ToldAsync<SimulationDone>()).Examined);
    }

    [Fact]
    public async Task Cancel_UnderWay_EndsWithoutAResult_AndIsNotBegunAgain()
    {
        await DeclareAsync(new Random(3), 20);
        var asked = await AskAsync();
        Assert.True(await Runner().StepAsync(Cancel));

        await TellAsync(new Asked(asked) { State = SimulationState.Cancelled });
        await AskAsync();

        Assert.Equal(0, await RunAsync());
        Assert.Empty(await ToldAsync<SimulationDone>());
        Assert.All(await _service.AuditAsync(), Assert.Null);
    }

    [Fact]
    public async Task Simulate_TariffOfAnotherHash_IsNotTaken()
    {
        var asked = await AskAsync(fetched: false);
        await Fetcher().StoreAsync(asked, World.Tariff().ToByteArray(), Cancel);

        Assert.Equal(0, await RunAsync());
        await Fetcher().StoreAsync(asked, Candidate().ToByteArray(), Cancel);
        Assert.Equal(1, await RunAsync());
        Assert.Equal("0", Assert.Single(await ToldAsync<SimulationDone>()).Result.Total.Difference);
    }

    [Fact]
    public async Task Simulate_SumsChangedPastTheService_IsFoundByTheAudit()
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        await AskAsync();
        await RunAsync();

        await _service.AsSuperuserAsync(
            "UPDATE simulation SET sums = (SELECT sums FROM simulation WHERE false)");

        Assert.Contains(await _service.AuditAsync(), fault => fault is { Table: "simulation" });
    }

    /// <summary>What the proposal makes of it: other bases, no share of level B, nothing more from MM.</summary>
    private static TariffDocument Candidate()
    {
        var document = World.Tariff();
        Named("M1").Expression = "22.7 %";
        Named("M2").Expression = "25 % + 1.30 USD / kg";
        document.Measures.Remove(Named("M3B"));
        document.Measures.Remove(Named("M3C"));
        Named("M8").Expression = "FLOOR 150 USD / kg NdPr";
        var refused = Named("M12").Clone();
        (refused.Id, refused.GoodsCode, refused.Origin) = ("M12.1", "28053020", "MM");
        document.Measures.Add(refused);
        return document;

        Contracts.Tariffs.V1.Measure Named(string id) => document.Measures.Single(measure => measure.Id == id);
    }

    private static ExchangeRate Yen() => new()
    {
        Series = "EU-MONTHLY",
        Base = "EUR",
        Quote = "JPY",
        Rate = "161.7",
        ValidFrom = World.FirstDay,
        Source = "test data",
    };

    private async Task<List<Declaration>> DeclareAsync(Random random, int count)
    {
        string[] origins = ["CN", "MM", "AU", "MY"];
        var declared = new List<Declaration>();
        for (var number = 0; number < count; number++)
        {
            var administration = random.Next(2) == 0 ? "DE" : "JP";
            var day = administration == "JP" || random.Next(2) == 0 ? "2027-03-08" : "2027-05-31";
            var mass = $"{random.Next(1, 5_000)}";
            var one = random.Next(2) == 0
                ? World.Metals(administration, $"L-{number}", day)
                : World.Dysprosium(administration, $"L-{number}", mass, $"{random.Next(1, 900_000)}.37", day);
            foreach (var item in one.Items)
            {
                item.CustomsValue.Amount = $"{random.Next(1, 900_000)}.{random.Next(10, 99)}";
                if (item.Documents.Count == 0)
                    item.Origin = origins[random.Next(origins.Length)];
            }

            await _service.SubmitAsync(one);
            declared.Add(one);
        }

        return declared;
    }

    /// <summary>The declaration's total by a document that needs no club, as `crmclub duty --batch` reads it.</summary>
    private static decimal Offline(TariffDocument tariff, Declaration declaration)
    {
        var whole = tariff.Clone();
        whole.Administrations.Add(World.Founding().Administrations);
        whole.ExchangeRates.Add(World.Rates().Where(rate => Wire.Validity(rate.ValidFrom, rate.ValidTo)
            .Covers(Wire.ParseDay(declaration.AcceptanceDay))));
        whole.Groups.Add(new CountryGroup
        {
            Id = "CLUB",
            Members = { World.Founding().Parties.SelectMany(party => party.Countries).Select(
                country => new CountryGroupMember { Country = country, ValidFrom = World.FirstDay }) },
        });
        var alone = new StandaloneTariff(whole);
        var basis = alone.BasisOf(declaration.Administration, Wire.ParseDay(declaration.AcceptanceDay))!;
        return DeclarationTotal.Of(basis.Policy.Rounding, declaration.Items.Select(item => DutyCalculator.Decide(
            basis, Consignments.FromConsignment(new Consignment
            {
                Administration = declaration.Administration,
                AcceptanceDay = declaration.AcceptanceDay,
                AssumedCertificateLevel = item.Documents.Count > 0
                    ? Contracts.Tariffs.V1.CertificateLevel.B : default,
                Item = item,
            }, []))));
    }

    private static decimal Sum(IEnumerable<SimulatedSum> sums) => sums.Sum(one => Wire.ParseDecimal(one.Difference));

    private static void AssertAddsUp(SimulatedSum sum) => Assert.Equal(
        Wire.ParseDecimal(sum.After) - Wire.ParseDecimal(sum.Before), Wire.ParseDecimal(sum.Difference));

    private async Task<Asked> AskAsync(int number = 1, bool fetched = true)
    {
        var asked = new Asked
        {
            Proposal = 17,
            Number = number,
            State = SimulationState.Asked,
            BaseVersion = 1,
            BaseHash = Convert.ToHexStringLower(World.Sha(World.Tariff().ToByteArray())),
            DocumentHash = Convert.ToHexStringLower(World.Sha(Candidate().ToByteArray())),
            FromDay = "2027-03-08",
            ToDay = "2027-06-01",
        };
        await TellAsync(asked);
        if (fetched)
            await Fetcher().StoreAsync(asked, Candidate().ToByteArray(), Cancel);
        return asked;
    }

    private Task TellAsync(Asked told)
    {
        var entry = new Entry
        {
            Kind = SimulationRecorded.Descriptor.FullName,
            Subject = "proposal 17",
            Body = new SimulationRecorded { Simulation = told }.ToByteString(),
        };
        return _service.InTransactionAsync(
            transaction => _service.Tariffs.ApplyAsync(transaction, [.. _service.Tariffs.Split(entry)], Cancel));
    }

    private SimulationFetcher Fetcher() => new(
        _service.Database, new ProposalService.ProposalServiceClient(GrpcChannel.ForAddress("http://localhost:1")),
        NullLogger<SimulationFetcher>.Instance);

    private RunSimulations Runner(TestService? service = null) => new(
        (service ?? _service).Database, (service ?? _service).Standing, new JournalSignal(), TimeProvider.System)
    {
        PageMax = PageMax,
        StepMax = StepMax,
    };

    /// <summary>Says how many steps it took.</summary>
    private async Task<int> RunAsync(TestService? service = null)
    {
        var steps = 0;
        for (var runner = Runner(service); await runner.StepAsync(Cancel); steps++)
        {
        }

        return steps;
    }

    private async Task<List<T>> ToldAsync<T>() where T : IMessage<T>, new()
    {
        await using var command = _service.Database.CreateCommand(
            "SELECT body FROM journal WHERE kind = $1 ORDER BY id");
        command.Parameters.Add(new() { Value = new T().Descriptor.FullName });
        var told = new List<T>();
        await using var rows = await command.ExecuteReaderAsync(Cancel);
        while (await rows.ReadAsync(Cancel))
        {
            var one = new T();
            one.MergeFrom(rows.GetFieldValue<byte[]>(0));
            told.Add(one);
        }

        return told;
    }
}
