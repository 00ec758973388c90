using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.Tariffs.Engine.Quotas;
using CrmClub.Tariffs.Storage;
using CrmClub.Tariffs.Versions;
using Npgsql;

namespace CrmClub.Tariffs.Quotas;

/// <summary>
/// Allocates what is due on a working day. What declarations get, where quotas stand by it and the entries that tell
/// of it are one transaction of one process, so that one that dies leaves nothing half done and nothing twice.
/// </summary>
internal sealed class AllocateQuotas(
    NpgsqlDataSource database, TariffState state, MembershipState members, JournalSignal journal, ClubTime clock,
    TimeProvider time)
{
    // "quot" in ASCII.
    private const long LockKey = 0x71756f74;

    /// <summary>Allocates, and says how many requests it was for; 0 where nothing is due.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var today = clock.Today(AskedVersion.ClubZone);
        if (!IsWorkingDay(today))
            return 0;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var waiting = await QuotaRows.WaitingAsync(transaction, LockKey, cancel);
        if (waiting.Orders.Count == 0 || waiting.Closed is not { } closed)
            return 0;

        var book = await TariffsReader.BookAsync(connection, state.Book, cancel);
        var shut = (await QuotaRows.StatesAsync(connection, cancel)).Where(one => one.Value.State != 0)
            .Select(one => one.Key).ToHashSet();
        var told = 0;
        foreach (var main in waiting.Orders.Select(order => book.Quota(order, today)).OfType<Quota>()
            .Select(quota => quota.Main.Length > 0 ? quota.Main : quota.OrderNumber).Distinct().ToList())
        {
            if (shut.Contains(main))
                continue;
            var family = await QuotaFamily.ReadAsync(
                transaction, [.. book.QuotasOf(main, today).Where(quota => !shut.Contains(quota.OrderNumber)
                    || quota.OrderNumber == main)], cancel);
            var wishes = family.Due(today, closed, IsWorkingDay);
            if (wishes.Count == 0)
                continue;
            QuotaRun.Allocate(wishes, family.Pots, closed);
            await family.WriteAsync(transaction, wishes, today, time.RecordedNow(), cancel);
            told += wishes.Count(wish => wish.IsTold);
        }

        FailPoint.Reach("quota.before-commit");
        await transaction.CommitAsync(cancel);
        FailPoint.Reach("quota.after-commit");
        journal.Raise();
        return told;
    }

    // A year whose holidays are not known has Saturdays and Sundays.
    private bool IsWorkingDay(DateOnly day) => members.View.WorkingDays.Roll(day) is { } next
        ? next == day : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}

/// <summary>Allocates by the club's clock, whatever another process left, too.</summary>
internal sealed class QuotaWorker(AllocateQuotas allocate, ILogger<QuotaWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await allocate.RunAsync(stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                log.AllocationFailed(failure);
            }
        }
    }
}

internal static partial class QuotaWorkerLog
{
    [LoggerMessage(LogLevel.Error, "Quotas could not be allocated; it is tried again.")]
    public static partial void AllocationFailed(this ILogger log, Exception failure);
}
