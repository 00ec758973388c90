using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Quotas;
using CrmClub.Declarations.Storage;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Declarations.Submission;

/// <summary>Checks a declaration by every rule and decides it by what is known in memory.</summary>
internal static class Deciding
{
    // What one answer can carry in the trailers of a call.
    private const int FaultsMax = 100;

    /// <summary>Whether it is sent before it can be accepted: of such a type, and without a day.</summary>
    public static bool IsPrelodged(Declaration declaration) =>
        declaration.AcceptanceDay.Length == 0 && declaration.AdditionalDeclarationType is "D" or "E" or "F";

    /// <summary>The decision, and the day that counts while it is prelodged.</summary>
    /// <param name="declaration">As sent.</param>
    /// <param name="id">Its identifier.</param>
    /// <param name="now">What the decision rests on.</param>
    /// <param name="clock">The club's clock.</param>
    /// <param name="asApplicant">Whether it is only tried.</param>
    /// <param name="faults">Broken rules that are told together with those found here.</param>
    /// <param name="former">The revision that it follows; null for the first.</param>
    /// <exception cref="ClubException">It breaks a rule.</exception>
    public static (Decided Decided, DateOnly? ProvisionalDay) Decide(
        Declaration declaration, Guid id, Standing now, ClubTime clock, bool asApplicant, Violations faults,
        StoredRevision? former = null)
    {
        var (judged, provisionalDay) = (declaration, (DateOnly?)null);
        if (IsPrelodged(declaration) && now.Membership.Administration(declaration.Administration) is { } own)
        {
            provisionalDay = clock.Today(own.TimeZone);
            judged = declaration.Clone();
            judged.AcceptanceDay = Wire.Day(provisionalDay.Value);
        }

        DeclarationValidator.Check(judged, now, clock.Today, faults);
        ThrowIfAny(faults);
        CheckParty(judged, Wire.ParseDay(judged.AcceptanceDay), now, asApplicant);
        var drawn = former?.Decision;
        ItemQuota.Check(judged, now.Tariffs, Wire.ParseDay(judged.AcceptanceDay), drawn, faults);
        var decided = Decide();
        // What asks for more than it drew draws anew.
        if (drawn is not null && ItemQuota.WithoutGrown(drawn, decided.Decision) is { } less)
        {
            drawn = less;
            ItemQuota.Check(judged, now.Tariffs, Wire.ParseDay(judged.AcceptanceDay), drawn, faults);
            decided = Decide();
        }

        foreach (var missing in decided.Missing)
            Note(missing, judged, faults);
        ClaimBounds.Check(judged, decided.Decision, faults);
        ThrowIfAny(faults);
        return (decided, provisionalDay);

        Decided Decide() => Assessor.Decide(judged, Basis.OfNow(
            now, judged, id, provisionalDay, former is null ? 1 : former.Revision + 1, drawn));
    }

    // By the day of acceptance: what was accepted before a suspension goes on.
    private static void CheckParty(Declaration declaration, DateOnly day, Standing now, bool asApplicant)
    {
        var party = now.Membership.Administration(declaration.Administration)!.Contract.Party;
        var status = now.Membership.Party(party)?.StatusOn(day);
        var tries = status is PartyStatus.Applicant && asApplicant;
        if (!tries && status is not (PartyStatus.Member or PartyStatus.Acceding))
            throw new ClubException(ErrorReason.PartySuspended,
                $"{party} is {status ?? PartyStatus.Unspecified}, not in the club, on {Wire.Day(day)}.");
    }

    private static void Note(MissingOfItem missing, Declaration declaration, Violations faults)
    {
        var path = $"items[{missing.Item}].";
        var item = declaration.Items[missing.Item];
        var message = $"It can't be decided without {missing.Figure.What}.";
        switch (missing.Figure.Kind)
        {
            case MissingKind.ExchangeRate:
                faults.Add($"{path}customs_value.currency", "99 14", "EXCHANGE_RATE", item.CustomsValue.Currency,
                    "a day on which the administration's series has the rate", message);
                break;
            case MissingKind.ReferencePrice:
                faults.Add($"{path}goods_code", "18 09", "REFERENCE_PRICE", item.GoodsCode,
                    "a day on which the price is known",
                    $"It can't be decided without the reference {missing.Figure.What}.");
                break;
            case MissingKind.AdditionalCode:
                faults.Add($"{path}additional_codes", "18 09", "ADDITIONAL_CODE", string.Join(", ",
                    item.AdditionalCodes), "a code that the tariff names", message);
                break;
            case MissingKind.Quota:
                faults.Add($"{path}quota_order_number", "99 01", "QUOTA", item.QuotaOrderNumber,
                    "a quota that is managed", message);
                break;
            case MissingKind.Quantity:
                faults.Add($"{path}quantities", "18 02", "QUANTITY", string.Join(", ",
                    item.Quantities.Select(quantity => quantity.Unit)), "a quantity in that unit", message);
                break;
            default:
                faults.Add($"{path}contained_share", "", "CONTAINED_SHARE", item.ContainedShare,
                    "a share of contained material, with document 9CRA", message);
                break;
        }
    }

    private static void ThrowIfAny(Violations faults)
    {
        if (faults.Count > FaultsMax)
            throw new ClubException(ErrorReason.ValidationFailed,
                $"{faults.Count} rules are broken; these are the first {FaultsMax}.", [.. faults.All.Take(FaultsMax)]);
        faults.ThrowIfAny();
    }
}
