namespace CrmClub.Migrator.Tests;

/// <summary>The program on an empty server, again, twice at once, and after a script was changed.</summary>
public sealed class RunTests
{
    private const string Applied = "SELECT name || ' ' || checksum || ' ' || applied_at FROM applied_script ORDER BY 1";

    [Fact]
    public async Task Run_Again_ChangesNothing()
    {
        await using var migrator = await MigratorRun.OnEmptyServerAsync();
        var first = await migrator.RunAsync();
        var before = await AppliedAsync(migrator);

        var second = await migrator.RunAsync();

        Assert.Equal((0, ""), (first.Code, first.Fault));
        Assert.Equal((0, "", ""), second);
        Assert.All(before, scripts => Assert.NotEmpty(scripts));
        Assert.Equal(before, await AppliedAsync(migrator));
    }

    [Fact]
    public async Task Run_TwiceAtOnce_AppliesEachScriptOnce()
    {
        await using var migrator = await MigratorRun.OnEmptyServerAsync();

        var runs = await Task.WhenAll(migrator.RunAsync(), migrator.RunAsync());

        Assert.All(runs, run => Assert.Equal((0, ""), (run.Code, run.Fault)));
        Assert.Single(runs, run => run.Output.Length > 0);
    }

    [Fact]
    public async Task Run_AScriptThatWasChangedAfterItWasApplied_IsRefusedByName()
    {
        const string script = "Tariffs/0001-tariffs.sql";
        await using var migrator = await MigratorRun.OnEmptyServerAsync();
        await migrator.RunAsync();
        var changed = await migrator.AskAsync("tariffs",
            $"UPDATE tariffs.applied_script SET checksum = 'another' WHERE name = '{script}' RETURNING name");

        var (code, output, fault) = await migrator.RunAsync();

        Assert.Equal([script], changed);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"{script} was changed after it was applied", fault);
    }

    [Fact]
    public async Task Run_OnAServerThatWasRestored_BeginsANewHistoryOnce()
    {
        await using var migrator = await MigratorRun.OnEmptyServerAsync();
        await migrator.RunAsync();
        await migrator.AskAsync("tariffs", "UPDATE tariffs.epoch SET timeline = '00000007' RETURNING size");

        var restored = await migrator.RunAsync();
        var again = await migrator.RunAsync();

        Assert.Equal((0, "tariffs: restored, its journal goes on behind entry 0\n", ""), restored);
        Assert.Equal((0, "", ""), again);
        Assert.Equal(["00000001", "00000007"], await migrator.AskAsync(
            "tariffs", "SELECT timeline FROM tariffs.epoch ORDER BY since DESC"));
        Assert.Equal(["1"], await migrator.AskAsync("suppliers", "SELECT count(*) FROM suppliers.epoch"));
    }

    private static async Task<IReadOnlyList<string>[]> AppliedAsync(MigratorRun migrator) =>
        await Task.WhenAll(ServiceSchema.All.Select(service => migrator.AskAsync(
            service.Name, Applied.Replace("applied_script", $"{service.Name}.applied_script"))));
}
