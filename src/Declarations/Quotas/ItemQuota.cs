using System.Collections.Immutable;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Declarations.Quotas;

/// <summary>What is known of the quota that an item asks for when it is decided.</summary>
/// <param name="Claim">For the engine.</param>
/// <param name="Revision">That drew it, by which the drawing is named; 0 where nothing is drawn.</param>
/// <param name="Blocked">Why it is not allocated for the time being; empty where that is not so.</param>
internal sealed record ItemQuota(QuotaClaim Claim, int Revision, string Blocked)
{
    public static readonly ImmutableSortedDictionary<int, ItemQuota> None =
        ImmutableSortedDictionary<int, ItemQuota>.Empty;

    /// <summary>By the item's number. What a former revision drew stays drawn.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="tariffs">What is known of tariff and quotas.</param>
    /// <param name="release">The version that decides.</param>
    /// <param name="day">Legal day by whose rules it is decided.</param>
    /// <param name="revision">The revision that draws; 0 where it is not accepted.</param>
    /// <param name="former">What was decided before; null for the first.</param>
    public static ImmutableSortedDictionary<int, ItemQuota> OfNow(
        Declaration declaration, TariffView tariffs, TariffRelease? release, DateOnly day, int revision,
        StoredDecision? former)
    {
        var known = None.ToBuilder();
        foreach (var item in declaration.Items)
        {
            if (Find(release, item.QuotaOrderNumber) is not { } quota)
                continue;
            if (Drawn(former, item.Number, item.QuotaOrderNumber) is { } drawn)
                known[item.Number] = Cited(drawn);
            else
                known[item.Number] = new ItemQuota(
                    new QuotaClaim(quota.Unit, null, tariffs.Quotas.IsCritical(quota, quota.On(day))), revision,
                    tariffs.Quotas.Closed(quota.OrderNumber)?.Reason ?? "");
        }

        return known.ToImmutable();
    }

    /// <summary>What a stored decision cites.</summary>
    public static ImmutableSortedDictionary<int, ItemQuota> CitedIn(StoredDecision decision) =>
        decision.Items.Where(item => item.Quota is not null)
            .ToImmutableSortedDictionary(item => item.Number, item => Cited(item.Quota));

    /// <summary>Notes what can't be drawn from a quota: it is not open on the day, or takes no requests.</summary>
    public static void Check(
        Declaration declaration, TariffView tariffs, DateOnly day, StoredDecision? former, Violations faults)
    {
        foreach (var (place, item) in declaration.Items.Index())
        {
            if (Find(tariffs.On(day), item.QuotaOrderNumber) is not { } quota
                || Drawn(former, item.Number, item.QuotaOrderNumber) is not null)
                continue;
            if (quota.On(day) is null)
                Fault("QUOTA_OPEN", string.Join(", ", quota.Periods.Select(period => period.Open)),
                    $"The quota is not open on {Wire.Day(day)}.");
            else if (tariffs.Quotas.Closed(quota.OrderNumber)
                is { State: Contracts.Tariffs.V1.QuotaState.Suspended } suspended)
                Fault("QUOTA_SUSPENDED", "another request, or a later day", $"It is suspended: {suspended.Reason}");

            void Fault(string rule, string accepted, string message) => faults.Add(
                $"items[{place}].quota_order_number", "99 01", rule, item.QuotaOrderNumber, accepted, message);
        }
    }

    /// <summary>
    /// What was decided before without the drawings of items that ask for more now; null where none does.
    /// </summary>
    public static StoredDecision? WithoutGrown(StoredDecision former, StoredDecision next)
    {
        var grown = next.Items.Where(item => item.Quota is { Requested.Length: > 0 } now
            && Drawn(former, item.Number, now.OrderNumber) is { } drawn && drawn.Revision == now.Revision
            && Wire.ParseDecimal(now.Requested) > Wire.ParseDecimal(drawn.Requested))
            .Select(item => item.Number).ToHashSet();
        if (grown.Count == 0)
            return null;
        var less = former.Clone();
        foreach (var item in less.Items.Where(item => grown.Contains(item.Number)))
            item.Quota = null;
        return less;
    }

    private static Quota? Find(TariffRelease? release, string orderNumber) => orderNumber.Length == 0
        ? null : release?.Snapshot.Tariff.Quotas.FirstOrDefault(quota => quota.OrderNumber == orderNumber);

    private static StoredQuota? Drawn(StoredDecision? former, int item, string orderNumber) => former?.Items
        .FirstOrDefault(one => one.Number == item && one.Quota is { Revision: > 0, Requested.Length: > 0 }
            && one.Quota.OrderNumber == orderNumber)?.Quota;

    private static ItemQuota Cited(StoredQuota stored) => new(
        new QuotaClaim(
            DutyUnit.TryParse(stored.Unit, out var unit)
                ? unit : throw new InvalidOperationException($"{stored.Unit} is no unit."),
            stored.Allocated.Length == 0 ? null : Wire.ParseDecimal(stored.Allocated), stored.Critical),
        stored.Revision, stored.Blocked);
}
