using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Documents;

/// <summary>Rules for the quotas of a tariff document.</summary>
internal static class QuotaCheck
{
    private const int PeriodsMax = 100;
    // So that a day's sum is exact.
    private const decimal VolumeMax = 1_000_000_000_000_000m;

    public static void Check(TariffDocument document, Faults faults)
    {
        var seen = new HashSet<string>();
        foreach (var (place, quota) in document.Quotas.Index())
        {
            var path = $"quotas[{place}].";
            faults.OrderNumber(path + "order_number", quota.OrderNumber);
            faults.Unique(path + "order_number", quota.OrderNumber, seen);
            if (!DutyUnit.TryParse(quota.Unit, out _))
                faults.Add(path + "unit", "UNIT", quota.Unit, "a unit of duty expressions, for instance kg Dy2O3",
                    $"'{quota.Unit}' is no unit.");
            CheckPeriods(quota, path, faults);
            if (quota.MainOrderNumber.Length > 0)
                CheckMain(quota, document, path, faults);
        }

        // A document used without a club may leave it to the request what there is of a quota.
        if (document.Quotas.Count == 0)
            return;
        foreach (var (place, measure) in document.Measures.Index())
        {
            if (measure.OrderNumber.Length > 0 && !seen.Contains(measure.OrderNumber))
                faults.Add($"measures[{place}].order_number", "QUOTA", measure.OrderNumber,
                    "the order number of one of the quotas", $"There is no quota {measure.OrderNumber}.");
        }
    }

    private static void CheckPeriods(QuotaDefinition quota, string path, Faults faults)
    {
        if (quota.Periods.Count is 0 or > PeriodsMax)
            faults.Add(path + "periods", "COUNT", $"{quota.Periods.Count}", $"1 to {PeriodsMax}",
                "A quota is open at some time.");
        DateOnly? open = null;
        foreach (var (place, period) in quota.Periods.Index())
        {
            var at = $"{path}periods[{place}].";
            if (!Wire.TryDecimal(period.Volume, out var volume) || volume is <= 0 or > VolumeMax)
                faults.Add(at + "volume", "QUANTITY", period.Volume, "a decimal above 0, at most 10^15",
                    $"'{period.Volume}' is no such quantity.");
            faults.Day(at + "open_from", period.OpenFrom);
            faults.Day(at + "open_to", period.OpenTo);
            if (Days(period) is not { } days)
                continue;
            if (days.To <= days.From)
                faults.Add(at + "open_to", "VALIDITY_ORDER", period.OpenTo, $"a day after {period.OpenFrom}",
                    "It ends before it begins.");
            else if (days.From < open)
                faults.Add(at + "open_from", "QUOTA_PERIODS", period.OpenFrom,
                    $"{Wire.Day(open.Value)} or later, where the period before it ends",
                    "Periods follow each other and have no day in common.");
            open = days.To;
        }
    }

    private static void CheckMain(QuotaDefinition quota, TariffDocument document, string path, Faults faults)
    {
        var main = document.Quotas.FirstOrDefault(one => one.OrderNumber == quota.MainOrderNumber);
        if (main is null || main == quota || main.MainOrderNumber.Length > 0)
            Fault("another quota of the document that has no main quota itself",
                $"'{quota.MainOrderNumber}' is no main quota.");
        else if (main.Unit != quota.Unit)
            Fault($"a quota that counts {quota.Unit}", $"It counts {main.Unit}.");
        else if (quota.Periods.Select(Days).OfType<Validity>().Any(days => !main.Periods.Select(Days)
            .OfType<Validity>().Any(one => one.From <= days.From && days.To <= one.To)))
            Fault("a quota each period of this one lies in a period of", "It is not open at all of that time.");

        void Fault(string accepted, string message) =>
            faults.Add(path + "main_order_number", "MAIN_QUOTA", quota.MainOrderNumber, accepted, message);
    }

    private static Validity? Days(QuotaPeriod period) =>
        Wire.TryDay(period.OpenFrom, out var from) && Wire.TryDay(period.OpenTo, out var to)
            ? new Validity(from, to) : null;
}
