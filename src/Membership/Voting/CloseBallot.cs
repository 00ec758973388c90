using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Parties;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Membership.Voting;

/// <summary>Closes a ballot: the outcome is recorded with its votes, and what it decides is decided.</summary>
internal sealed partial class CloseBallot(ILogger<CloseBallot> log)
{
    /// <param name="deed">In whose transaction it closes.</param>
    /// <param name="ballot">The ballot as it stands, with votes and tally; it is changed to its outcome.</param>
    /// <param name="closedOn">Legal day of the secretariat on which it closes.</param>
    public async Task RunAsync(Deed deed, Ballot ballot, DateOnly closedOn)
    {
        ballot.State = ballot.Tally.HasMajority ? BallotState.Adopted : BallotState.Rejected;
        ballot.ClosedOn = LegalDays.Write(closedOn);
        if (ballot.State == BallotState.Adopted && ballot.Rule.LapsesAfterDays > 0)
            ballot.LapsesOn = LegalDays.Write(closedOn.AddDays(ballot.Rule.LapsesAfterDays));
        ballot.RecordedAt = deed.Now;
        await deed.RecordAsync(ballot.Number, closedOn, new BallotClosed
        {
            Ballot = ballot,
            Notice = await OwnNotices.OfAsync(ballot, deed),
        });
        if (Decision(ballot, closedOn) is not { } decision)
            return;
        try
        {
            var party = deed.Book.View.Party(ballot.Party)!.Contract.Clone();
            await PartySteps.TakeAsync(deed, party, decision);
        }
        catch (ClubException overtaken)
        {
            Overtaken(ballot.Number, overtaken.Message);
        }
    }

    private static PartyDecision? Decision(Ballot ballot, DateOnly closedOn)
    {
        var adopted = ballot.State == BallotState.Adopted;
        if (OpenBallot.StepOf(ballot.Subject) is not { } step || (!adopted && step != PartyStep.Admission))
            return null;
        var effective = ballot.EffectiveOn.Length > 0 && LegalDays.Read(ballot.EffectiveOn) > closedOn && adopted
            ? LegalDays.Read(ballot.EffectiveOn) : closedOn;
        var decision = new PartyDecision
        {
            Step = adopted ? step : PartyStep.Refusal,
            DecidedOn = LegalDays.Write(closedOn),
            EffectiveOn = LegalDays.Write(effective),
            Ballot = ballot.Number,
            Reason = ballot.Title,
        };
        if (adopted)
            decision.PhaseIn.Add(ballot.PhaseIn);
        return decision;
    }

    [LoggerMessage(LogLevel.Warning, "Ballot {Ballot} decided what can't be done any more. {Reason}")]
    private partial void Overtaken(string ballot, string reason);
}
