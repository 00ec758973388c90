using CrmClub.Declarations.Storage;
using Npgsql;

namespace CrmClub.Declarations.Tests;

/// <summary>Revisions are kept by the month in which their declaration was sent.</summary>
public sealed class MonthTests(Servers servers)
{
    private const string Schema = "0060-revisions-by-month.sql";
    private const string Insert =
        "INSERT INTO revision (declaration, revision, document, decision, cause, entry_id, recorded_at) "
        + "SELECT id, 1, '', '', '', 1, now() FROM unnest($1) AS new (id)";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTime ThisMonth => new(DateTime.UtcNow.Year, DateTime.UtcNow.Month, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Store_OverTheYears_EachIsKeptInTheMonthOfItsId()
    {
        await using var service = await TestService.FoundAsync(servers.Postgres);
        Guid[] ids = [.. new[] { -14, 0, 1, 12, 13 }.Select(ahead => IdOf(ThisMonth.AddMonths(ahead)))];
        Guid[] last = [.. new[] { 1, 13 }.Select(ahead => IdOf(ThisMonth.AddMonths(ahead).AddMilliseconds(-1)))];

        await InsertAsync(service.Database, [.. ids, .. last]);

        Assert.Equal(
            [PartOf(0), PartOf(0), PartOf(1), PartOf(12), "revision_rest", PartOf(0), PartOf(12)],
            await PartsAsync(service.Database, [.. ids, .. last]));
    }

    [Fact]
    public async Task MakeMonths_Again_MakesWhatIsMissingAndLeavesWhatTheRestHolds()
    {
        await using var service = await TestService.FoundAsync(servers.Postgres);
        Assert.Equal(0, await MonthsAhead.MakeAsync(service.Database, Cancel));
        await using var owner = NpgsqlDataSource.Create(service.Where.Superuser);
        await RunAsync(owner, $"DROP TABLE {PartOf(11)}, {PartOf(12)}");
        var late = IdOf(ThisMonth.AddMonths(12));
        await InsertAsync(service.Database, [late]);

        Assert.Equal(1, await MonthsAhead.MakeAsync(service.Database, Cancel));

        Assert.Equal(["revision_rest"], await PartsAsync(service.Database, [late]));
        var next = IdOf(ThisMonth.AddMonths(11));
        await InsertAsync(service.Database, [next]);
        Assert.Equal([PartOf(11)], await PartsAsync(service.Database, [next]));
    }

    [Fact]
    public async Task MakeMonths_ByTwoReplicasAtOnce_MakesEachOnce()
    {
        await using var service = await TestService.FoundAsync(servers.Postgres);
        await using var owner = NpgsqlDataSource.Create(service.Where.Superuser);
        await RunAsync(owner, $"DROP TABLE {PartOf(10)}, {PartOf(11)}, {PartOf(12)}");

        var made = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => MonthsAhead.MakeAsync(service.Database, Cancel)));

        Assert.Equal(3, made.Sum());
    }

    [Fact]
    public async Task Upgrade_OfAClubWithDeclarations_KeepsThemAndTheirKeys()
    {
        var scripts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Schema"), "*.sql").Order().ToArray();
        var before = scripts.TakeWhile(script => Path.GetFileName(script) != Schema).Count();
        Guid[] ids = [IdOf(ThisMonth.AddMonths(-30)), Guid.CreateVersion7()];
        var there = "INSERT INTO revision (declaration, revision, document, decision, cause, entry_id, recorded_at) "
            + "VALUES " + string.Join(',', ids.Select(id => $"('{id}', 1, '', '', '', 1, now())"));
        var texts = scripts.Select(File.ReadAllText).ToList();
        texts.Insert(before, there);

        var where = await servers.Postgres.CreateAsync("declarations", [.. texts]);

        await using var database = NpgsqlDataSource.Create(where.App);
        Assert.Equal([PartOf(0), PartOf(0)], await PartsAsync(database, ids));
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => InsertAsync(database, [ids[0]]));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, refusal.SqlState);
    }

    /// <summary>The months that a question can't concern are not looked into.</summary>
    [Fact]
    public async Task Get_OneDeclaration_LooksIntoItsMonthAlone()
    {
        await using var service = await TestService.FoundAsync(servers.Postgres);
        var submitted = await service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));

        var plan = await PlanAsync(service.Database,
            $"SELECT {RevisionRows.Columns} FROM declaration d JOIN revision r ON r.declaration = d.id "
            + "WHERE d.mrn = $1",
            submitted.Revision.Identity.Mrn);

        Assert.Contains(PartOf(0), plan);
        Assert.All(
            plan.Split('\n').Where(line => line.Contains(PartOf(1)) || line.Contains("revision_rest")),
            line => Assert.Contains("never executed", line));
    }

    private static Guid IdOf(DateTime instant) => Guid.CreateVersion7(new DateTimeOffset(instant, TimeSpan.Zero));

    private static string PartOf(int ahead) => $"revision_{ThisMonth.AddMonths(ahead):yyyy_MM}";

    private static async Task InsertAsync(NpgsqlDataSource database, Guid[] ids)
    {
        await using var command = database.CreateCommand(Insert);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<List<string>> PartsAsync(NpgsqlDataSource database, Guid[] ids)
    {
        await using var command = database.CreateCommand(
            "SELECT r.tableoid::regclass::text FROM unnest($1) WITH ORDINALITY AS asked (id, place) "
            + "JOIN revision r ON r.declaration = asked.id ORDER BY place");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        return await LinesAsync(command);
    }

    private static async Task<string> PlanAsync(NpgsqlDataSource database, string question, string mrn)
    {
        await using var command = database.CreateCommand($"EXPLAIN (ANALYZE, COSTS OFF) {question}");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mrn });
        return string.Join('\n', await LinesAsync(command));
    }

    private static async Task RunAsync(NpgsqlDataSource database, string statement)
    {
        await using var command = database.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<List<string>> LinesAsync(NpgsqlCommand command)
    {
        var lines = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(Cancel);
        while (await rows.ReadAsync(Cancel))
            lines.Add(rows.GetString(0));
        return lines;
    }
}
