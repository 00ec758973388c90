using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;
using Npgsql;

namespace CrmClub.Suppliers.Surveillance;

/// <summary>
/// Reminds of surveillances, and suspends a certificate from the day after one was missed, by the club's clock; one
/// replica does it, the others find it done.
/// </summary>
internal sealed partial class SurveillanceCalendar(
    NpgsqlDataSource database,
    JournalSignal signal,
    ClubTime clock,
    TimeProvider time,
    ILogger<SurveillanceCalendar> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly Caller Club = new("club", "club", "club", IsPerson: false, new HashSet<string>());

    // Within a day nothing becomes due.
    private DateOnly _done;

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

    /// <summary>Does what is to be done by now.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        var today = clock.Today(ChangeRules.ClubZone);
        if (today == _done)
            return;
        await using var connection = await database.OpenConnectionAsync(cancel);
        if ((await SchemeStore.AllAsync(connection, cancel)).Count == 0)
            return;
        var rules = SurveillanceRules.Read(await SchemeStore.OnAsync(connection, today, cancel));
        var query = new SurveillanceQuery { OpenUntil = today.AddDays(rules.WarningDays.Max()) };
        foreach (var due in await SurveillanceStore.DaysAsync(connection, query, cancel))
        {
            if (NeedsNothing(due, rules, today))
                continue;
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await ActAsync(new Work(transaction, Club, new Violations(), cancel), due, rules, today);
            await transaction.CommitAsync(cancel);
            signal.Raise();
        }

        _done = today;
    }

    private static bool NeedsNothing(
        Contracts.Suppliers.V1.Surveillance due, SurveillanceRules rules, DateOnly today) =>
        ChangeRules.Day(due.DueOn) >= today
        && rules.Warning(ChangeRules.Day(due.DueOn), today) is { } warning && due.WarnedBefore.Contains(warning);

    private async Task ActAsync(
        Work work, Contracts.Suppliers.V1.Surveillance due, SurveillanceRules rules, DateOnly today)
    {
        var connection = work.Transaction.Connection!;
        await SuppliersWriter.LockCertificateAsync(work, due.Certificate);
        // Another replica, a surveillance or an officer may have been first.
        var certificate = (await SuppliersReader.NewestAsync(connection, due.Certificate, work.Cancel))!;
        var now = (await SurveillanceStore.DaysAsync(
            connection, new SurveillanceQuery { Certificate = due.Certificate }, work.Cancel))
            .SingleOrDefault(one => one.DueOn == due.DueOn);
        if (now is not { PassedOn: "" } || CertificateLife.StateOn(certificate, today) is
            CertificateState.Revoked or CertificateState.Superseded or CertificateState.Expired)
            return;

        var day = ChangeRules.Day(now.DueOn);
        if (day >= today)
        {
            if (rules.Warning(day, today) is { } warning && !now.WarnedBefore.Contains(warning))
            {
                await SurveillanceStore.AddAsync(work, new SurveillanceWarned
                {
                    Certificate = certificate.Number,
                    DueOn = now.DueOn,
                    DaysBefore = warning,
                });
                IsDue(certificate.Number, now.DueOn);
            }
        }
        else if (certificate.State == CertificateState.Issued)
        {
            await SuspendAsync(work, certificate, day.AddDays(1));
        }
    }

    private async Task SuspendAsync(Work work, Certificate certificate, DateOnly from)
    {
        var suspended = CertificateLife.Next(certificate);
        suspended.State = CertificateState.Suspended;
        suspended.Suspensions.Add(new CertificateSuspension
        {
            From = ChangeRules.Day(from),
            Ground = SuspensionGround.MissedSurveillance,
        });
        suspended.RecordedAt = time.RecordedNow();
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(Club.Id, suspended.Number, from, new CertificateSuspended { Certificate = suspended }),
            work.Cancel);
        await SuppliersWriter.AddAsync(work, entry, suspended, change: "");
        IsSuspended(suspended.Number, ChangeRules.Day(from));
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            await LookAsync(cancel);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            Waits(fault.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "A surveillance of certificate {Certificate} is due on {DueOn}.")]
    private partial void IsDue(string certificate, string dueOn);

    [LoggerMessage(
        LogLevel.Warning, "Certificate {Certificate} is suspended from {From} on: its surveillance was missed.")]
    private partial void IsSuspended(string certificate, string from);

    [LoggerMessage(LogLevel.Warning, "What is due of surveillance can't be looked at now. {Fault}")]
    private partial void Waits(string fault);
}
