using CrmClub.Membership.Copy;
using CrmClub.Membership.Groups;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Voting;
using Npgsql;

namespace CrmClub.Membership.Storage;

/// <summary>Keeps the view in memory like the tables, whichever replica changed them.</summary>
internal sealed partial class MembershipRefresh(
    NpgsqlDataSource database, MembershipState state, OpenBallots ballots, PublishedNotices notices,
    KnownGroups groups, ILogger<MembershipRefresh> log)
    : BackgroundService
{
    /// <summary>On which the replicas tell each other that there is something new.</summary>
    public const string Channel = "membership_changed";

    private static readonly TimeSpan DelayAfterFailure = TimeSpan.FromSeconds(1);

    // An older reading must not replace a newer one.
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task NowAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            var book = await MembershipReader.BookAsync(connection, cancel);
            ballots.Replace(await BallotReader.AllAsync(connection, cancel));
            notices.Replace([.. book.Notices]);
            groups.Replace([.. book.Groups]);
            state.Replace(book.View);
        }
        finally
        {
            _one.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                DatabaseAway(fault.Message);
                await Task.Delay(DelayAfterFailure, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var listen = new NpgsqlCommand($"LISTEN {Channel}", connection);
        await listen.ExecuteNonQueryAsync(stop);
        while (true)
        {
            await NowAsync(stop);
            await connection.WaitAsync(stop);
        }
    }

    [LoggerMessage(LogLevel.Warning, "No news of changes: the database does not answer. {Fault}")]
    private partial void DatabaseAway(string fault);
}
