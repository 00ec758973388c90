using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Certificates;
using Npgsql;

namespace CrmClub.Suppliers.Grievances;

/// <summary>
/// Escalates grievances whose deadline has passed without an answer, by the club's clock; one replica does it, the
/// others find it done.
/// </summary>
internal sealed partial class GrievanceDeadlines(
    NpgsqlDataSource database,
    TakeStep take,
    GrievanceMetrics metrics,
    JournalSignal signal,
    ClubTime clock,
    ILogger<GrievanceDeadlines> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private static readonly Caller Club = new("club", "club", "club", IsPerson: false, new HashSet<string>());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>Escalates what is due by now.</summary>
    public async Task EscalateDueAsync(CancellationToken cancel)
    {
        // 24:00 of a day belongs to that day.
        var today = clock.Today(ChangeRules.ClubZone);
        await using var connection = await database.OpenConnectionAsync(cancel);
        foreach (var number in await GrievanceStore.DueAsync(connection, today, cancel))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var work = new Work(transaction, Club, new Violations(), cancel);
            var grievance = await TakeStep.LockAsync(work, number);
            // Another replica, or an answer, may have been first.
            if (grievance.Escalated || grievance.State == GrievanceState.Answered)
                continue;
            await take.RunAsync(work, grievance, new GrievanceStep { Kind = GrievanceStepKind.Escalated });
            await transaction.CommitAsync(cancel);
            signal.Raise();
            IsOverdue(number, grievance.DueOn);
        }

        var overdue = new GrievanceQuery { Overdue = true };
        metrics.Overdue((await GrievanceStore.FiledAsync(connection, overdue, cancel)).Count);
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            await EscalateDueAsync(cancel);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            Waits(fault.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Grievance {Grievance} is overdue: it had to be answered by {DueOn}.")]
    private partial void IsOverdue(string grievance, string dueOn);

    [LoggerMessage(LogLevel.Warning, "Deadlines of grievances can't be looked at now. {Fault}")]
    private partial void Waits(string fault);
}
