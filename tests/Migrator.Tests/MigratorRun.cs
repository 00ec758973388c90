using System.Diagnostics;
using CrmClub.Testing;
using Npgsql;

namespace CrmClub.Migrator.Tests;

/// <summary>An empty server for each test, and the program run against it as the club runs it.</summary>
internal sealed class MigratorRun(PostgresServer server) : IAsyncDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<MigratorRun> OnEmptyServerAsync() => new(await PostgresServer.StartAsync());

    /// <summary>Runs the program once.</summary>
    public async Task<(int Code, string Output, string Fault)> RunAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "CrmClub.Migrator"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__postgres"] = server.SuperuserOf("postgres");
        foreach (var service in ServiceSchema.All)
            foreach (var role in new[] { service.App, service.Migrator })
                start.Environment[$"Passwords__{role}"] = "secret";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var fault = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output, await fault);
    }

    /// <summary>The first column of what a question to a database gives, as the superuser.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(string database, string question)
    {
        await using var connection = new NpgsqlConnection(server.SuperuserOf(database) + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        // The questions are the tests' own.
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(question, connection);
#pragma warning restore CA2100
        var answers = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(Cancel);
        while (await rows.ReadAsync(Cancel)) answers.Add($"{rows.GetValue(0)}");
        return answers;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
