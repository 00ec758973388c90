using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Versions;
using Consignment = CrmClub.Contracts.Tariffs.V1.Consignment;

namespace CrmClub.Tariffs.Duty;

/// <summary>The duty of one consignment with its derivation; nothing is stored.</summary>
internal static class CalculateDuty
{
    private const string Field = "consignment";

    public static CalculateDutyResponse Answer(TariffBook book, MembershipView members, CalculateDutyRequest request)
    {
        var faults = new Violations();
        var answer = Of(book, members, request.Consignment ?? new Consignment(), faults);
        faults.ThrowIfAny();
        return new CalculateDutyResponse { Answer = answer };
    }

    /// <summary>The answer; null where faults are noted.</summary>
    public static DutyAnswer? Of(TariffBook book, MembershipView members, Consignment consignment, Violations faults)
    {
        if (SideOf(book, members, consignment, 0, Field, faults) is not { } asked)
            return null;
        var explanation = DutyCalculator.Explain(asked.Side.Basis, asked.Side.Items[0]);
        foreach (var missing in explanation.Decision.Missing)
            faults.Add($"{Field}.item", "", $"{missing.Kind}", "", missing.What, "The tariff can't decide the item.");
        return faults.Count > 0
            ? null : DutyAnswers.From(explanation, consignment.Item.Number, asked.Version, book.RateSet);
    }

    /// <summary>The consignment with what it is decided by; null where faults are noted.</summary>
    /// <param name="book">Every version.</param>
    /// <param name="members">Who is in the club.</param>
    /// <param name="consignment">As sent.</param>
    /// <param name="version">Number of the version; 0 for that of its day.</param>
    /// <param name="field">Where it stands in the request.</param>
    /// <param name="faults">Where they are noted.</param>
    public static (DutySide Side, int Version)? SideOf(
        TariffBook book, MembershipView members, Consignment consignment, int version, string field,
        Violations faults)
    {
        var before = faults.Count;
        var broken = new List<Violation>();
        Consignments.Check(consignment, field, broken);
        faults.AddRange(broken);
        var isDay = Wire.TryDay(consignment.AcceptanceDay, out var day);
        var tariff = isDay ? VersionOn(book, version, day, field, faults) : null;
        var policy = isDay ? Policy(members, consignment.Administration, day, field, faults) : null;
        if (policy is not null)
            CheckRate(book, policy, day, consignment.Item, field, faults);
        if (faults.Count > before)
            return null;

        var basis = new DutyBasis(tariff!.Snapshot, policy!, book.Rates, new ClubMembership(members))
        {
            Prices = book.Prices,
        };
        return (new DutySide(basis, [Consignments.FromConsignment(consignment, [])]), tariff.Version.Number);
    }

    private static PublishedTariff? VersionOn(
        TariffBook book, int version, DateOnly day, string field, Violations faults)
    {
        if (version == 0 && book.VersionOn(day, null) is { } tariff)
            return tariff;
        if (version == 0)
            faults.Add(
                $"{field}.acceptance_day", "", "TARIFF_OF_DAY", Wire.Day(day),
                "a day on which a tariff version applies", "No tariff applies on that day.");
        else if (book.Version(version) is { } named)
            return named;
        else
            faults.Add(
                $"{field[..^Field.Length]}tariff_version", "", "VERSION", $"{version}", "number of a tariff version",
                "There is no such version.");
        return null;
    }

    private static AdministrationPolicy? Policy(
        MembershipView members, string administration, DateOnly day, string field, Violations faults)
    {
        if (members.Administration(administration) is { } known && known.PolicyOn(day) is { } policy)
            return AdministrationPolicies.From(administration, known.Contract.Party, policy);
        faults.Add(
            $"{field}.administration", "", "ADMINISTRATION", administration,
            "an administration of the club on that day", "The club has no such administration on that day.");
        return null;
    }

    private static void CheckRate(
        TariffBook book, AdministrationPolicy policy, DateOnly day, GoodsItem? item, string field,
        Violations faults)
    {
        var currency = item?.CustomsValue?.Currency ?? "";
        if (!Contracts.Identifiers.Currencies.IsKnown(currency) || currency == policy.Currency
            || book.Rates.Find(policy.ExchangeRateSeries, day, currency, policy.Currency) is not null)
            return;
        faults.Add(
            $"{field}.item.customs_value.currency", "14 05", "EXCHANGE_RATE", currency,
            $"a currency with a rate in {policy.ExchangeRateSeries} on {Wire.Day(day)}",
            "There is no exchange rate of that day for the currency.");
    }
}
