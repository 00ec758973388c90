using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Membership.Parties;

/// <summary>Takes steps in parties' lives.</summary>
internal static class PartySteps
{
    private const int ReasonLengthMax = 2000;

    public static void Reason(string reason, Violations faults) => faults.Text("reason", "", reason, ReasonLengthMax);

    /// <summary>The party as it is known now, for a request whose author knows it up to a decision.</summary>
    /// <exception cref="ClubException">NOT_FOUND; CONCURRENT_CHANGE with what happened meanwhile.</exception>
    public static Party Known(Deed deed, string code, int knownDecision)
    {
        var party = deed.Book.View.Party(code)?.Contract.Clone()
            ?? throw new ClubException(ErrorReason.NotFound, "The club knows no party with this code.");
        if (party.Decisions.Count != knownDecision)
        {
            var since = party.Decisions.Where(decision => decision.Number > knownDecision)
                .Select(decision => $"{decision.Number} {decision.Step} from {decision.EffectiveOn}");
            throw new ClubException(
                ErrorReason.ConcurrentChange,
                $"{code} was changed since decision {knownDecision}: {string.Join("; ", since)}.");
        }

        return party;
    }

    /// <summary>A first day that a decision of today may have; null with its fault noted.</summary>
    public static DateOnly? EffectiveDay(Deed deed, string value)
    {
        var faults = deed.Work.Faults;
        var day = faults.Day("effective_on", "", value, required: false);
        if (day < deed.Today)
        {
            faults.Add(
                "effective_on", "", "EFFECTIVE_BEFORE_DECISION", value, $"{LegalDays.Write(deed.Today)} or later",
                "An earlier day needs a correction with its cause.");
            return null;
        }

        return value.Length == 0 ? deed.Today : day;
    }

    /// <summary>What the party would become; the party given stays as it is.</summary>
    /// <exception cref="StepForbidden">The status does not allow the step.</exception>
    public static Party After(Party party, PartyDecision decision, Timestamp now)
    {
        var after = party.Clone();
        decision.Number = party.Decisions.Count + 1;
        decision.RecordedAt = party.Decisions.Count > 0 && party.Decisions[^1].RecordedAt >= now
            ? Timestamp.FromDateTime(party.Decisions[^1].RecordedAt.ToDateTime().AddMicroseconds(1))
            : now;
        after.Decisions.Add(decision);

        var life = new PartyLife(after);
        var first = LegalDays.Read(decision.EffectiveOn);
        var subject = decision;
        if (decision.Step == PartyStep.Correction)
        {
            subject = after.Decisions[decision.Corrects - 1];
            if (LegalDays.Read(decision.OldEffectiveOn) is var old && old < first)
                first = old;
        }

        after.Statuses.Add(life.RowsFrom(first, decision.RecordedAt));
        if (subject.Step == PartyStep.Admission)
            after.PhaseIn.Add(PartyLife.PhaseIn(
                subject, PartyLife.EffectiveDay(after, subject), decision.RecordedAt));
        return after;
    }

    /// <summary>
    /// Decides a step, today if the decision names no day, and records it with its notice and the change of which it
    /// is the effect.
    /// </summary>
    /// <exception cref="ClubException">STATE_FORBIDS.</exception>
    public static async Task<Party> TakeAsync(Deed deed, Party party, PartyDecision decision, Change? change = null)
    {
        if (decision.DecidedOn.Length == 0)
            decision.DecidedOn = LegalDays.Write(deed.Today);
        try
        {
            var after = After(party, decision, deed.Now);
            await deed.RecordAsync(
                party.Code,
                LegalDays.Read(decision.EffectiveOn),
                new PartyDecided
                {
                    Decision = decision,
                    Party = after,
                    Change = change,
                    Notice = await OwnNotices.OfAsync(decision, after, deed),
                });
            return after;
        }
        catch (StepForbidden forbidden)
        {
            throw new ClubException(ErrorReason.StateForbids, forbidden.Message);
        }
    }
}
