using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>
/// Keeps this replica's memory of the copies in step with its database, whichever replica changed them there.
/// </summary>
internal sealed class CopyFollower(
    IEnumerable<ICopy> copies, NpgsqlDataSource database, CopyStates states, ILogger<CopyFollower> log)
    : BackgroundService
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DelayAfterFailure = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stop);
                await states.Changed.WaitAsync(PollEvery, stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                JournalLog.RefreshFailed(log, e);
                await Task.Delay(DelayAfterFailure, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancel)
    {
        var cursors = await CopyCursor.AllAsync(database, cancel);
        foreach (var copy in copies)
        {
            if (cursors.Find(c => c.Producer == copy.Producer) is not { } cursor)
            {
                continue;
            }

            // The cursor is read first: memory then shows at least what it says.
            if (cursor.Version != states.Version(copy.Producer))
            {
                await copy.RefreshAsync(cancel);
            }

            states.Followed(cursor);
        }
    }
}
