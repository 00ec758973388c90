using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine.Quotas;

/// <summary>A tariff quota as the tariff has it.</summary>
/// <param name="OrderNumber">Six digits.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Periods">Its periods in their order; no two have a day in common.</param>
/// <param name="Main">Order number of the main quota from which a drawing takes as well; empty where none.</param>
/// <param name="HadEquivalent">Whether there was an equivalent quota in the two years before.</param>
/// <param name="IsSafeguard">Whether it belongs to a safeguard.</param>
/// <param name="CarriesOver">Whether what a period leaves is added to the next one of the same calendar year.</param>
public sealed record Quota(
    string OrderNumber, DutyUnit Unit, IReadOnlyList<QuotaPeriod> Periods, string Main, bool HadEquivalent,
    bool IsSafeguard, bool CarriesOver)
{
    /// <summary>The period that is open for an acceptance on the day; null where none is.</summary>
    public QuotaPeriod? On(DateOnly acceptance) => Periods.FirstOrDefault(period => period.Open.Covers(acceptance));

    /// <summary>The period into which what is left of one is carried; null where it is not.</summary>
    public QuotaPeriod? After(QuotaPeriod period) => CarriesOver
        ? Periods.FirstOrDefault(next => next.Open.From >= period.Open.To
            && next.Open.From.Year == period.Open.From.Year)
        : null;

    /// <summary>What decides whether it is critical in a period.</summary>
    public QuotaTerms Terms(QuotaPeriod period) => new(period.Volume, period.Open, HadEquivalent, IsSafeguard);
}

/// <summary>A period or tranche of a quota.</summary>
/// <param name="Open">Legal days of acceptance for which it is open.</param>
/// <param name="Volume">In the quota's unit, above zero.</param>
public sealed record QuotaPeriod(Validity Open, decimal Volume);
