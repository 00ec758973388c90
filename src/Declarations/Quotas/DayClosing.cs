using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Copies;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using Npgsql;

namespace CrmClub.Declarations.Quotas;

/// <summary>
/// Tells that a legal day has ended in every zone of an administration, so that its quotas may be allocated; each day
/// once, whichever replica comes first. A club without quotas tells nothing.
/// </summary>
internal sealed class DayClosing(
    NpgsqlDataSource database, MembershipState members, TariffHolder tariffs, JournalSignal journal, ClubTime clock,
    ILogger<DayClosing> log) : BackgroundService
{
    // "days" in ASCII.
    private const long LockKey = 0x64617973;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private DateOnly _told;

    /// <summary>Tells of the newest day that has ended, unless that is told.</summary>
    public async Task CloseAsync(CancellationToken cancel)
    {
        var zones = members.View.Administrations.Select(one => one.TimeZone).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        if (zones.Count == 0 || !tariffs.View.HasQuotas)
            return;
        var ended = zones.Min(clock.Today).AddDays(-1);
        if (ended <= _told)
            return;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await ToldAsync(transaction, cancel) is not { } told || told < ended)
        {
            var entry = await transaction.AppendAsync(new NewEntry("club", "days", ended, new DayClosed
            {
                Day = Wire.Day(ended),
                TimeZones = { zones },
            }), cancel);
            await using var insert = new NpgsqlCommand(
                "INSERT INTO day_closed (day, entry_id) VALUES ($1, $2)", connection, transaction);
            insert.Parameters.Add(new() { Value = ended });
            insert.Parameters.Add(new() { Value = entry });
            await insert.ExecuteNonQueryAsync(cancel);
        }

        FailPoint.Reach("day.before-commit");
        await transaction.CommitAsync(cancel);
        FailPoint.Reach("day.after-commit");
        journal.Raise();
        _told = ended;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await CloseAsync(stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                if (Failures.ReasonOf(failure) == ErrorReason.Unavailable)
                    log.PutOff(failure.Message);
                else
                    log.Failed(failure);
            }
        }
    }

    private static async Task<DateOnly?> ToldAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var alone = new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock($1)");
        alone.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
        batch.BatchCommands.Add(alone);
        batch.BatchCommands.Add(new("SELECT max(day) FROM day_closed"));
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        await rows.NextResultAsync(cancel);
        await rows.ReadAsync(cancel);
        return rows.IsDBNull(0) ? null : rows.GetFieldValue<DateOnly>(0);
    }
}

internal static partial class DayClosingLog
{
    [LoggerMessage(LogLevel.Warning, "A day is not closed yet, as the database is away: {Message}")]
    public static partial void PutOff(this ILogger log, string message);

    [LoggerMessage(LogLevel.Error, "A day could not be closed; it is tried again.")]
    public static partial void Failed(this ILogger log, Exception failure);
}
