using System.Globalization;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Administrations;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Founding;
using CrmClub.Membership.Groups;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Parties;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Changes;

/// <summary>What holds for a change, when it is prepared and again when it is approved.</summary>
internal static class ChangeRules
{
    private const int EvidenceLengthMax = 500;

    public static void Check(Change change, Deed deed)
    {
        PartySteps.Reason(change.Reason, deed.Work.Faults);
        switch (change.ContentCase)
        {
            case Change.ContentOneofCase.Criterion:
                Check(change.Criterion, deed);
                break;
            case Change.ContentOneofCase.Correction:
                Check(change.Correction, deed);
                break;
            case Change.ContentOneofCase.VotingShares:
                Check(change.VotingShares, deed);
                break;
            case Change.ContentOneofCase.Mandate:
                Check(change.Mandate, deed);
                break;
            case Change.ContentOneofCase.Administration:
                Check(change.Administration, deed);
                break;
            case Change.ContentOneofCase.CustomsSystem:
                SystemRules.Check(change.CustomsSystem, deed);
                break;
            case Change.ContentOneofCase.Rotation:
                SystemRules.Check(change.Rotation, deed);
                break;
            case Change.ContentOneofCase.CountryGroup:
                GroupRules.Check(change.CountryGroup, deed);
                break;
            case Change.ContentOneofCase.Notice:
                NoticeRules.Check(change.Notice, deed);
                break;
            default:
                deed.Work.Faults.Add("change", "", "REQUIRED", "", "one of its contents",
                    "The change says nothing.");
                break;
        }
    }

    /// <summary>The correction as a decision; null where it corrects nothing that there is.</summary>
    public static PartyDecision? Decision(EffectiveDayCorrection correction, PartyView? party, string cause)
    {
        var corrected = party?.Contract.Decisions.FirstOrDefault(
            decision => decision.Number == correction.Decision && decision.Step != PartyStep.Correction);
        return corrected is null ? null : new PartyDecision
        {
            Step = PartyStep.Correction,
            EffectiveOn = correction.NewEffectiveOn,
            Reason = cause,
            Corrects = correction.Decision,
            OldEffectiveOn = LegalDays.Write(PartyLife.EffectiveDay(party!.Contract, corrected)),
        };
    }

    private static void Check(CriterionMet criterion, Deed deed)
    {
        var faults = deed.Work.Faults;
        if (deed.Book.View.Party(criterion.Party)?.StatusOn(deed.Today) != PartyStatus.Applicant)
            faults.Add("change.criterion.party", "", "APPLICANT", criterion.Party, "a party that applies",
                "Evidence is filed for an applicant.");
        var asked = deed.Book.Criteria.FirstOrDefault(known => known.Id == criterion.Criterion);
        if (asked is null)
            faults.Add("change.criterion.criterion", "", "CRITERION", criterion.Criterion,
                string.Join(", ", deed.Book.Criteria.Select(known => known.Id)), "There is no such criterion.");
        faults.Text("change.criterion.evidence", "", criterion.Evidence, EvidenceLengthMax);
        if (asked?.ConformanceReport == true && deed.Book.View.Party(criterion.Party) is { } applicant)
            deed.Reports.Check(criterion, applicant.Contract, faults);
        else if (criterion.Report.Length > 0)
            faults.Add("change.criterion.report", "", "NOT_HERE", criterion.Report, "nothing",
                "This criterion asks for no report.");
    }

    private static void Check(EffectiveDayCorrection correction, Deed deed)
    {
        var faults = deed.Work.Faults;
        var day = faults.Day("change.correction.new_effective_on", "", correction.NewEffectiveOn);
        var party = deed.Book.View.Party(correction.Party);
        if (Decision(correction, party, "") is not { } decision)
            faults.Add("change.correction.decision", "", "DECISION", $"{correction.Party} {correction.Decision}",
                "number of a decision about the party, no correction", "There is no such decision.");
        else if (day is not null && decision.OldEffectiveOn == decision.EffectiveOn)
            faults.Add("change.correction.new_effective_on", "", "ANOTHER_DAY", correction.NewEffectiveOn,
                "a day that differs", "The decision counts from this day already.");
        else if (day is not null && Refusal(party!.Contract, decision, deed) is { } refusal)
            faults.Add("change.correction.new_effective_on", "", "STEP_OF_STATUS", correction.NewEffectiveOn,
                "a day that leaves every step possible", refusal);
    }

    private static string? Refusal(Party party, PartyDecision decision, Deed deed)
    {
        try
        {
            PartySteps.After(party, decision, deed.Now);
            return null;
        }
        catch (StepForbidden forbidden)
        {
            return forbidden.Message;
        }
    }

    private static void Check(VotingShares shares, Deed deed)
    {
        const string field = "change.voting_shares";
        var faults = deed.Work.Faults;
        var day = faults.Day($"{field}.valid_from", "", shares.ValidFrom);
        if (day < deed.Today)
            faults.Add($"{field}.valid_from", "", "EFFECTIVE_BEFORE_DECISION", shares.ValidFrom,
                $"{LegalDays.Write(deed.Today)} or later", "Shares are set for days to come.");
        var sum = 0m;
        foreach (var (place, share) in shares.Shares.Index())
        {
            if (deed.Book.View.Party(share.Party) is null)
                faults.Add($"{field}.shares[{place}].party", "", "PARTY", share.Party, "a party's code",
                    "The club knows no party with this code.");
            if (shares.Shares.Take(place).Any(other => other.Party == share.Party))
                faults.Add($"{field}.shares[{place}].party", "", "UNIQUE", share.Party, "each once",
                    "The party stands twice.");
            if (decimal.TryParse(
                share.SharePercent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent))
                sum += percent;
            else
                faults.Add($"{field}.shares[{place}].share_percent", "", "PERCENT", share.SharePercent,
                    "a decimal from 0 to 100", "This is no share.");
        }

        if (sum != 100)
            faults.Add($"{field}.shares", "", "SUM", sum.ToString(CultureInfo.InvariantCulture), "100",
                "The shares don't add up to 100.");
        var missing = deed.Book.View.Parties
            .Where(party => day is not null && party.StatusOn(day.Value) == PartyStatus.Member)
            .Select(party => party.Code).Except(shares.Shares.Select(share => share.Party)).Order();
        foreach (var code in missing)
            faults.Add($"{field}.shares", "", "EVERY_MEMBER", code, "a share of every member",
                $"{code} is a member then and has no share.");
    }

    private static void Check(Administration administration, Deed deed)
    {
        const string field = "change.administration";
        var (faults, view) = (deed.Work.Faults, deed.Book.View);
        FoundingDocumentCheck.Check(
            faults, field, administration, view.Parties.Select(party => party.Code).ToHashSet());
        if (view.Administration(administration.Code) is not null)
            faults.Add($"{field}.code", "", "UNIQUE", administration.Code, "an administration that is not registered",
                "The administration is registered.");
        var tenant = administration.TenantId;
        if (view.AdministrationOfTenant(tenant) is not null || view.Club?.SecretariatTenantId == tenant)
            faults.Add($"{field}.tenant_id", "", "UNIQUE", tenant, "a tenant of nobody else",
                "The tenant is another's.");
    }

    private static void Check(Mandate mandate, Deed deed)
    {
        const string field = "change.mandate";
        var faults = deed.Work.Faults;
        if (deed.Book.View.Party(mandate.Party) is null)
            faults.Add($"{field}.party", "", "PARTY", mandate.Party, "a party's code",
                "The club knows no party with this code.");
        if (!Guid.TryParseExact(mandate.PersonId, "D", out _))
            faults.Add($"{field}.person_id", "", "UUID", mandate.PersonId, "the person's object id", "It is no UUID.");
        var from = faults.Day($"{field}.valid_from", "", mandate.ValidFrom);
        var to = faults.Day($"{field}.valid_to", "", mandate.ValidTo, required: false);
        if (to <= from)
            faults.Add($"{field}.valid_to", "", "AFTER_FROM", mandate.ValidTo, $"after {mandate.ValidFrom}",
                "The mandate ends before it begins.");
        if (from is not null && deed.Book.PartyOfDelegate(mandate.PersonId, from.Value) is { } other
            && other != mandate.Party)
            faults.Add($"{field}.person_id", "", "ONE_PARTY", mandate.PersonId, "a person who votes for no other party",
                $"The person votes for {other} then.");
    }
}
