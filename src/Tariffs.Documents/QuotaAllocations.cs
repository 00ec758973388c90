using CrmClub.Contracts.Common.V1;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;
using Proto = CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>A day's allocation of a quota, from a document and back.</summary>
public static class QuotaAllocations
{
    private const int RequestsMax = 10_000;
    // So that a day's sum is exact.
    private const decimal QuantityMax = 1_000_000_000_000_000m;

    /// <summary>Adds every broken rule of a day.</summary>
    /// <param name="document">The day as sent.</param>
    /// <param name="all">Where they are added.</param>
    public static void Check(Proto.QuotaDay document, ICollection<Violation> all)
    {
        var faults = new Faults(all);
        faults.OrderNumber("order_number", document.OrderNumber);
        if (!DutyUnit.TryParse(document.Unit, out _))
            faults.Add("unit", "UNIT", document.Unit, "a unit of duty expressions, for instance kg Dy2O3",
                $"'{document.Unit}' is no unit.");
        var volume = Amount("volume", document.Volume, above: true, faults);
        var balance = Amount("balance", document.Balance, above: false, faults);
        if (balance > volume)
            faults.Add("balance", "BALANCE", document.Balance, $"at most {document.Volume}",
                "More is left than there was.");
        for (var i = 0; i < document.TakesFrom.Count; i++)
        {
            faults.OrderNumber($"takes_from[{i}].order_number", document.TakesFrom[i].OrderNumber);
            Amount($"takes_from[{i}].balance", document.TakesFrom[i].Balance, above: false, faults);
        }

        for (var i = 0; i < document.Holidays.Count; i++)
            faults.Day($"holidays[{i}]", document.Holidays[i]);
        CheckRequests(document, CheckOpen(document, faults), faults, all);
    }

    /// <summary>The allocation of a checked day.</summary>
    /// <param name="document">The day.</param>
    /// <param name="decide">Computes the duty of goods; called for those of the requests alone.</param>
    /// <exception cref="Contracts.Json.StrictJsonException">The duty of some goods can't be computed.</exception>
    public static Proto.QuotaAllocation Answer(
        Proto.QuotaDay document, Func<Proto.Consignment, Proto.DutyAnswer> decide)
    {
        var (volume, balance) = (Wire.ParseDecimal(document.Volume), Wire.ParseDecimal(document.Balance));
        var terms = new QuotaTerms(volume, Wire.Validity(document.OpenFrom, document.OpenTo), document.HadEquivalent,
            document.Safeguard);
        var before = terms.CriticalWith(volume - balance);
        var asked = document.Requests
            .Select((request, place) => Asked(document, request, place, before != Criticality.None, decide)).ToList();
        var others = document.TakesFrom.Select(one => Wire.ParseDecimal(one.Balance)).ToList();
        var allocation = QuotaAllocation.Of(
            [balance, .. others], [.. asked.Select(one => new QuotaRequest(one.Request.Reference, one.Quantity))]);
        var day = QuotaDays.CountsAs(Wire.ParseDay(document.Requests[0].AcceptanceDay));
        var holidays = document.Holidays.Select(Wire.ParseDay).ToHashSet();
        return new Proto.QuotaAllocation
        {
            OrderNumber = document.OrderNumber,
            Unit = document.Unit,
            Day = Wire.Day(day),
            AllocatedFrom = Wire.Day(QuotaDays.AllocatedFrom(day, one =>
                one.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(one))),
            Requested = Wire.Decimal(allocation.Drawings.Sum(drawing => drawing.Requested)),
            Allocated = Wire.Decimal(allocation.Taken),
            Drawings = { asked.Zip(allocation.Drawings, (one, drawing) => one.Draw(drawing, document, decide)) },
            Balance = Wire.Decimal(balance - allocation.Taken),
            TakesFrom = { document.TakesFrom.Zip(others, (one, left) => new Proto.QuotaBalance
            {
                OrderNumber = one.OrderNumber,
                Balance = Wire.Decimal(left - allocation.Taken),
            }) },
            CriticalBefore = (Proto.QuotaCriticality)before,
            CriticalAfter = (Proto.QuotaCriticality)terms.CriticalWith(volume - balance + allocation.Taken),
        };
    }

    private static Validity? CheckOpen(Proto.QuotaDay document, Faults faults)
    {
        faults.Day("open_from", document.OpenFrom);
        faults.Day("open_to", document.OpenTo);
        if (!Wire.TryDay(document.OpenFrom, out var from) || !Wire.TryDay(document.OpenTo, out var to))
            return null;
        if (to > from)
            return new Validity(from, to);
        faults.Add("open_to", "VALIDITY_ORDER", document.OpenTo, $"a day after {document.OpenFrom}",
            "It ends before it begins.");
        return null;
    }

    private static void CheckRequests(
        Proto.QuotaDay document, Validity? open, Faults faults, ICollection<Violation> all)
    {
        if (document.Requests.Count is 0 or > RequestsMax)
            faults.Add("requests", "COUNT", $"{document.Requests.Count}", $"1 to {RequestsMax}",
                "A day has requests, and no more than can be kept in view.");
        var seen = new HashSet<string>();
        DateOnly? counts = null;
        foreach (var (place, request) in document.Requests.Take(RequestsMax).Index())
        {
            var path = $"requests[{place}].";
            faults.Required(path + "reference", request.Reference);
            faults.Unique(path + "reference", request.Reference, seen);
            CheckGoods(document, request, path, faults, all);
            faults.Day(path + "acceptance_day", request.AcceptanceDay);
            if (!Wire.TryDay(request.AcceptanceDay, out var day))
                continue;
            if (open is { } days && !days.Covers(day))
                faults.Add(path + "acceptance_day", "QUOTA_OPEN", request.AcceptanceDay, $"{days}",
                    "The quota is not open on that day.");
            counts ??= QuotaDays.CountsAs(day);
            if (QuotaDays.CountsAs(day) != counts)
                faults.Add(path + "acceptance_day", "ONE_DAY", request.AcceptanceDay,
                    $"a day that counts as {Wire.Day(counts.Value)}", "Another day is allocated for itself.");
        }
    }

    private static void CheckGoods(
        Proto.QuotaDay document, Proto.QuotaRequest request, string path, Faults faults, ICollection<Violation> all)
    {
        if (request.Consignment is not { } goods)
        {
            Amount(path + "quantity", request.Quantity, above: true, faults);
            return;
        }

        if (request.Quantity.Length > 0)
            faults.Add(path + "quantity", "NOT_HERE", request.Quantity, "nothing", "The goods say how much they are.");
        if (goods.Quota is not null)
            faults.Add(path + "consignment.quota", "NOT_HERE", goods.Quota.Unit, "nothing", "It is allocated here.");
        if (goods.Item is { } item && item.QuotaOrderNumber != document.OrderNumber)
            faults.Add(path + "consignment.item.quota_order_number", "ORDER_NUMBER", item.QuotaOrderNumber,
                document.OrderNumber, "It asks for another quota.");
        if (goods.AcceptanceDay != request.AcceptanceDay)
            faults.Add(path + "consignment.acceptance_day", "ONE_DAY", goods.AcceptanceDay, request.AcceptanceDay,
                "The goods are accepted when they are declared.");
        Consignments.Check(goods, path + "consignment", all);
    }

    private static decimal? Amount(string field, string text, bool above, Faults faults)
    {
        if (Wire.TryDecimal(text, out var amount) && amount <= QuantityMax && (above ? amount > 0 : amount >= 0))
            return amount;
        faults.Add(field, "QUANTITY", text, $"a decimal {(above ? "above" : "from")} 0, at most 10^15",
            $"'{text}' is no such quantity.");
        return null;
    }

    private static AskedQuota Asked(
        Proto.QuotaDay document, Proto.QuotaRequest request, int place, bool isCritical,
        Func<Proto.Consignment, Proto.DutyAnswer> decide)
    {
        if (request.Consignment is not { } goods)
            return new AskedQuota(request, place, Wire.ParseDecimal(request.Quantity), null);
        var pending = AskedQuota.Decide(goods, new() { Unit = document.Unit, Critical = isCritical }, place, decide);
        return new AskedQuota(request, place, Wire.ParseDecimal(pending.Quota.Requested), pending);
    }
}
