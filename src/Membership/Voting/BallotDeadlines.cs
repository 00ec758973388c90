using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults;
using Npgsql;

namespace CrmClub.Membership.Voting;

/// <summary>
/// Closes ballots whose deadline has passed, and lets lapse what was adopted for a time, by the club's clock; one
/// replica does it, the others find it done.
/// </summary>
internal sealed partial class BallotDeadlines(
    OpenBallots ballots, Deeds deeds, CloseBallot close, ClubTime clock, ILogger<BallotDeadlines> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await CloseDueAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>Closes what is due by now, and then lets lapse what was not confirmed.</summary>
    public async Task CloseDueAsync(CancellationToken cancel)
    {
        foreach (var due in ballots.All.Where(IsDue))
            await TryAsync(CloseAsync, due.Number, cancel);
        foreach (var due in ballots.Lapsing.Where(HasLapsed))
            await TryAsync(LapseAsync, due.Number, cancel);
    }

    private bool HasLapsed(Ballot ballot) => clock.Today(LegalDays.ClubZone) >= LegalDays.Read(ballot.LapsesOn);

    private bool IsDue(Ballot ballot) => clock.UtcNow >= ballot.Deadline.ToDateTimeOffset();

    private async Task TryAsync(Func<Deed, string, Task> work, string number, CancellationToken cancel)
    {
        try
        {
            await deeds.RunAsync(deed => work(deed, number), cancel);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            StaysOpen(number, fault.Message);
        }
    }

    private async Task CloseAsync(Deed deed, string number)
    {
        var (ballot, _) = await BallotReader.FindAsync(
            deed.Work.Transaction.Connection!, number, deed.Work.Cancel);
        if (ballot is not { State: BallotState.Open })
            return;
        // 24:00 of a day belongs to that day.
        var last = TimeZoneInfo.ConvertTime(
            ballot.Deadline.ToDateTimeOffset().AddTicks(-1), TimeZoneInfo.FindSystemTimeZoneById(LegalDays.ClubZone));
        await close.RunAsync(deed, ballot, DateOnly.FromDateTime(last.DateTime));
    }

    private static async Task LapseAsync(Deed deed, string number)
    {
        var all = await BallotReader.AllAsync(deed.Work.Transaction.Connection!, deed.Work.Cancel);
        var ballot = all.Single(one => one.Number == number);
        if (!OpenBallots.Lapses(ballot, all))
            return;
        ballot.State = BallotState.Lapsed;
        ballot.RecordedAt = deed.Now;
        await deed.RecordAsync(number, LegalDays.Read(ballot.LapsesOn), new BallotLapsed
        {
            Ballot = ballot,
            Notice = await OwnNotices.OfAsync(ballot, deed),
        });
    }

    [LoggerMessage(LogLevel.Warning, "Ballot {Ballot} can't be closed yet. {Fault}")]
    private partial void StaysOpen(string ballot, string fault);
}
