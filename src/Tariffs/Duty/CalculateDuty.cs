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
    private const string AdministrationField = $"{Field}.administration";
    private const string DayField = $"{Field}.acceptance_day";

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
        var broken = new List<Violation>();
        Consignments.Check(consignment, Field, broken);
        faults.AddRange(broken);
        var isDay = Wire.TryDay(consignment.AcceptanceDay, out var day);
        var tariff = isDay ? VersionOn(book, day, faults) : null;
        var policy = isDay ? Policy(members, consignment.Administration, day, faults) : null;
        if (policy is not null)
            CheckRate(book, policy, day, consignment.Item, faults);
        if (faults.Count > 0)
            return null;

        var basis = new DutyBasis(tariff!.Snapshot, policy!, book.Rates, new ClubMembership(members))
        {
            Prices = book.Prices,
        };
        var explanation = DutyCalculator.Explain(basis, Consignments.FromConsignment(consignment, []));
        foreach (var missing in explanation.Decision.Missing)
            faults.Add($"{Field}.item", "", $"{missing.Kind}", "", missing.What, "The tariff can't decide the item.");
        return faults.Count > 0
            ? null : DutyAnswers.From(explanation, consignment.Item.Number, tariff.Version.Number, book.RateSet);
    }

    private static PublishedTariff? VersionOn(TariffBook book, DateOnly day, Violations faults)
    {
        if (book.VersionOn(day, null) is { } tariff)
            return tariff;
        faults.Add(
            DayField, "", "TARIFF_OF_DAY", Wire.Day(day), "a day on which a tariff version applies",
            "No tariff applies on that day.");
        return null;
    }

    private static AdministrationPolicy? Policy(
        MembershipView members, string administration, DateOnly day, Violations faults)
    {
        if (members.Administration(administration) is { } known && known.PolicyOn(day) is { } policy)
            return AdministrationPolicies.From(administration, known.Contract.Party, policy);
        faults.Add(
            AdministrationField, "", "ADMINISTRATION", administration, "an administration of the club on that day",
            "The club has no such administration on that day.");
        return null;
    }

    private static void CheckRate(
        TariffBook book, AdministrationPolicy policy, DateOnly day, GoodsItem? item, Violations faults)
    {
        var currency = item?.CustomsValue?.Currency ?? "";
        if (!Contracts.Identifiers.Currencies.IsKnown(currency) || currency == policy.Currency
            || book.Rates.Find(policy.ExchangeRateSeries, day, currency, policy.Currency) is not null)
            return;
        faults.Add(
            $"{Field}.item.customs_value.currency", "14 05", "EXCHANGE_RATE", currency,
            $"a currency with a rate in {policy.ExchangeRateSeries} on {Wire.Day(day)}",
            "There is no exchange rate of that day for the currency.");
    }
}
