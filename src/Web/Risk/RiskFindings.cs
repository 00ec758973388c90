using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Web.Risk;

/// <summary>What a profile found: declarations that it hit, and what controls found of them.</summary>
internal sealed record RiskFinding(long Hits, long Confirmed, long False)
{
    /// <summary>Per cent of its hits with a result where a discrepancy was found; null without a result.</summary>
    public decimal? ConfirmedPercent =>
        Confirmed + False == 0 ? null : decimal.Round(100m * Confirmed / (Confirmed + False), 1);

    /// <summary>Sums by profile, of one administration or of all.</summary>
    public static Dictionary<string, RiskFinding> ByProfile(IEnumerable<ProfileRate> rates, string? administration) =>
        rates.Where(rate => string.IsNullOrEmpty(administration) || rate.Administration == administration)
            .GroupBy(rate => rate.Profile)
            .ToDictionary(one => one.Key, one => new RiskFinding(
                one.Sum(rate => rate.Hits), one.Sum(rate => rate.Confirmed), one.Sum(rate => rate.Unconfirmed)));
}
