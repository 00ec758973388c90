namespace CrmClub.Testing.Clubs;

/// <summary>A backup of a club by the operator's own script, and every change since, until it is stopped.</summary>
public sealed class ClubBackup : IAsyncDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);
    private static readonly string Script = Path.Combine(Checkout.Root, "scripts", "backup");

    private readonly TestFolder folder = new();
    private ClubUnderTest? club;
    private ChildProcess? changes;

    /// <summary>Begins with the changes; the copy comes by <see cref="CopyAsync"/>.</summary>
    public async Task BeginAsync(ClubUnderTest running, CancellationToken cancel)
    {
        club = running;
        changes = await StartAsync("--changes");
        await Eventually.HoldsAsync("changes are copied", HasAllAsync, Within, cancel);
    }

    /// <summary>The option by which an empty club begins with it.</summary>
    public string Restore => $"--CLUB_RESTORE={Path.Combine(folder.Path, "kept")}";

    public string Of(string name) => Path.Combine(folder.Path, "kept", name);

    public async Task CopyAsync(CancellationToken cancel)
    {
        await using var copy = await StartAsync();
        await copy.WaitAsync(cancel).WaitAsync(Within, cancel);
        if (copy.ExitCode != 0)
            throw new InvalidOperationException(await File.ReadAllTextAsync(Log, cancel));
    }

    /// <summary>Waits until every change is copied, and stops.</summary>
    public async Task EndAsync(CancellationToken cancel)
    {
        await Eventually.HoldsAsync("every change is copied", HasAllAsync, Within, cancel);
        changes!.Send(Signal.Term);
        await changes.WaitAsync(cancel).WaitAsync(Within, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (changes is not null) await changes.DisposeAsync();
        folder.Dispose();
    }

    private string Log => Path.Combine(folder.Path, "log");

    private Task<ChildProcess> StartAsync(params string[] options) => ChildProcess.StartAsync(
        [Script, .. options, Path.Combine(folder.Path, "kept"), club!.Folder], Log, Signal.Term);

    private async Task<bool> HasAllAsync()
    {
        await using var database = club!.Database("postgres");
        await using var question = database.CreateCommand(
            """
            SELECT EXISTS (SELECT FROM pg_stat_replication
              WHERE application_name = 'backup' AND flush_lsn >= pg_current_wal_flush_lsn())
            """);
        return (bool)(await question.ExecuteScalarAsync())!;
    }
}
