using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using CrmClub.Membership.Parties;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Membership.Voting;

/// <summary>Puts a question to the members, with rule, shares and deadline of the opening day.</summary>
internal sealed partial class OpenBallot(Deeds deeds, ClubTime clock, ILogger<OpenBallot> log)
{
    /// <summary>Voting members below which no suspension is voted on, the party concerned counted.</summary>
    public const int MembersForSuspension = 3;

    /// <summary>Characters of a title.</summary>
    public const int TitleLengthMax = 500;

    private const int PhaseInStepsMax = 20;

    public Task<OpenBallotResponse> RunAsync(OpenBallotRequest request, Caller caller, CancellationToken cancel) =>
        deeds.RunAsync(request, caller, deed => OpenAsync(request, deed), cancel);

    private async Task<OpenBallotResponse> OpenAsync(OpenBallotRequest request, Deed deed)
    {
        var faults = deed.Work.Faults;
        faults.Text("title", "", request.Title, TitleLengthMax);
        var effective = PartySteps.EffectiveDay(deed, request.EffectiveOn);
        var rule = deed.Book.Rule(request.Subject, deed.Today);
        if (StepOf(request.Subject) is null && request.Subject != VotingSubject.Procedure)
            faults.Add("subject", "", "SUBJECT", $"{request.Subject}", "admission, suspension, lifting or procedure",
                "This is not put to the vote here.");
        else if (rule is null)
            faults.Add("subject", "", "VOTING_RULE", $"{request.Subject}", "a subject with a rule in force",
                "No voting rule is in force for this subject.");
        CheckPhaseIn(request, faults);
        faults.ThrowIfAny();

        var ballot = new Ballot
        {
            Subject = request.Subject,
            Party = request.Party,
            Title = request.Title,
            EffectiveOn = request.EffectiveOn.Length == 0 ? "" : LegalDays.Write(effective!.Value),
            Rule = rule,
            OpenedOn = LegalDays.Write(deed.Today),
            Author = deed.Work.Caller.Id,
            State = BallotState.Open,
            RecordedAt = deed.Now,
        };
        if (request.Subject == VotingSubject.Admission)
            ballot.PhaseIn.Add(request.PhaseIn.Count > 0 ? request.PhaseIn : deed.Book.PhaseIn);
        await CheckPartyAsync(request, ballot, deed);
        Entitle(ballot, deed);
        var deadline = Deadline(rule!, deed);
        if (deadline is null)
            faults.Add("subject", "", "CALENDAR", LegalDays.Write(deed.Today.AddDays(rule!.DeadlineDays)),
                "a deadline in a year whose holidays are known", "The calendar of working days does not reach so far.");
        faults.ThrowIfAny();

        await RecordAsync(ballot, deadline!.Value, deed);
        ballot.Tally = Count.Of(ballot, []);
        return new OpenBallotResponse { Ballot = ballot };
    }

    /// <summary>Numbers a ballot and records that it is open.</summary>
    public async Task RecordAsync(Ballot ballot, VotingDeadline deadline, Deed deed)
    {
        ballot.Deadline = Timestamp.FromDateTimeOffset(deadline.At);
        ballot.DeadlineDerived = deadline.IsDerived;
        ballot.Number = await NumberSeries.DrawAsync(
            deed.Work, string.Create(CultureInfo.InvariantCulture, $"B-{deed.Today.Year:0000}"), 4);
        if (deadline.IsDerived)
            RestsOnRules(ballot.Number);
        await deed.RecordAsync(ballot.Number, null, new BallotOpened { Ballot = ballot });
    }

    /// <summary>The deadline that a rule sets from today on; null where the calendar does not reach so far.</summary>
    public VotingDeadline? Deadline(VotingRule rule, Deed deed) => rule.DeadlineHours > 0
        ? new VotingDeadline(clock.UtcNow.AddHours(rule.DeadlineHours), IsDerived: false)
        : Deadline(deed.Today.AddDays(rule.DeadlineDays), deed);

    /// <summary>The end of a day, or of the next one on which there is work; null as above.</summary>
    public static VotingDeadline? Deadline(DateOnly last, Deed deed)
    {
        var calendar = deed.Book.WorkingDays;
        return calendar.Roll(last) is { } day
            ? new VotingDeadline(LegalDays.Begin(day.AddDays(1)), calendar.IsDerived(day.Year))
            : null;
    }

    /// <summary>The members on a day who vote on what concerns none of them, with their shares.</summary>
    public static IEnumerable<PartyShare> Entitled(Deed deed) => Voting(deed).Select(party => new PartyShare
    {
        Party = party.Code,
        SharePercent = party.VotingShareOn(deed.Today).ToString(CultureInfo.InvariantCulture),
    });

    /// <summary>The step in the party's life that is taken when such a ballot is adopted.</summary>
    public static PartyStep? StepOf(VotingSubject subject) => subject switch
    {
        VotingSubject.Admission => PartyStep.Admission,
        VotingSubject.Suspension => PartyStep.Suspension,
        VotingSubject.Lifting => PartyStep.Lifting,
        _ => null,
    };

    private static async Task CheckPartyAsync(OpenBallotRequest request, Ballot ballot, Deed deed)
    {
        if (StepOf(request.Subject) is not { } step)
            return;
        var faults = deed.Work.Faults;
        var party = PartySteps.Known(deed, request.Party, request.KnownDecision);
        var open = await BallotReader.OpenAsync(deed.Work.Transaction.Connection!, deed.Work.Cancel);
        if (open.FirstOrDefault(other => other.Party == party.Code) is { } other)
            throw new ClubException(
                ErrorReason.StateForbids, $"Ballot {other.Number} on this party is open until it closes.");
        TryStep(party, step, ballot, deed);
        if (step == PartyStep.Admission)
        {
            var met = deed.Book.CriteriaMet(party);
            foreach (var criterion in deed.Book.Criteria.Where(criterion => !met.Contains(criterion.Id)))
                faults.Add("party", "", "CRITERION_NOT_MET", criterion.Id, "evidence that was approved",
                    $"The party has not met: {criterion.TitleEn}.");
        }

        if (step == PartyStep.Suspension && Voting(deed).Count() < MembersForSuspension)
            faults.Add("subject", "", "THREE_MEMBERS", $"{Voting(deed).Count()}", $"{MembersForSuspension} or more",
                "No suspension is voted on while the club has fewer than three voting members.");
    }

    // What would be forbidden when the ballot is adopted is said before anybody votes.
    private static void TryStep(Party party, PartyStep step, Ballot ballot, Deed deed)
    {
        try
        {
            PartySteps.After(party, new PartyDecision
            {
                Step = step,
                EffectiveOn = ballot.EffectiveOn.Length > 0 ? ballot.EffectiveOn : LegalDays.Write(deed.Today),
                PhaseIn = { ballot.PhaseIn },
            }, deed.Now);
        }
        catch (StepForbidden forbidden)
        {
            throw new ClubException(ErrorReason.StateForbids, forbidden.Message);
        }
    }

    private static IEnumerable<Copy.PartyView> Voting(Deed deed) => deed.Book.View.Parties
        .Where(party => party.StatusOn(deed.Today) == PartyStatus.Member)
        .OrderBy(party => party.Code, StringComparer.Ordinal);

    private static void Entitle(Ballot ballot, Deed deed)
    {
        ballot.Entitled.Add(Entitled(deed).Where(member => member.Party != ballot.Party));
        if (ballot.Entitled.Count == 0)
            deed.Work.Faults.Add("party", "", "ENTITLED", ballot.Party, "a question on which somebody may vote",
                "No member is entitled to vote.");
    }

    private static void CheckPhaseIn(OpenBallotRequest request, Violations faults)
    {
        if (request.PhaseIn.Count == 0)
            return;
        if (request.Subject != VotingSubject.Admission || request.PhaseIn.Count > PhaseInStepsMax)
            faults.Add("phase_in", "", "PHASE_IN", $"{request.PhaseIn.Count}",
                $"with an admission, at most {PhaseInStepsMax}", "These steps can't stand here.");
        faults.AddRange(PhaseInRules.Faults(request.PhaseIn));
    }

    [LoggerMessage(LogLevel.Warning, "The deadline of ballot {Ballot} rests on holidays that follow from rules alone.")]
    private partial void RestsOnRules(string ballot);
}

/// <summary>When a ballot closes at the latest.</summary>
/// <param name="At">By the club's clock.</param>
/// <param name="IsDerived">Whether it rests on holidays that follow from rules alone.</param>
internal readonly record struct VotingDeadline(DateTimeOffset At, bool IsDerived);
