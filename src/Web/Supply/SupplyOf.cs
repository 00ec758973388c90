using System.Globalization;

namespace CrmClub.Web.Supply;

/// <summary>An origin with its share, as declared and as the study found it.</summary>
/// <param name="Country">ISO code.</param>
/// <param name="Kg">Declared, of contained material; empty where nothing was.</param>
/// <param name="Percent">Declared; null where nothing was.</param>
/// <param name="Studied">What the study found; null where it found nothing.</param>
public sealed record OriginRow(string Country, string Kg, decimal? Percent, decimal? Studied);

/// <summary>Where a material at a stage comes from, as it is said and drawn.</summary>
public sealed class SupplyOf(Contracts.Declarations.V1.Supply supply)
{
    /// <summary>Percent above which supply depends on one country: Regulation (EU) 2024/1252, Art. 5(1)(b).</summary>
    public const decimal LimitPercent = 65;

    public Contracts.Declarations.V1.Supply Supply { get; } = supply;

    /// <summary>Largest declared share first; what only the study has comes last.</summary>
    public IReadOnlyList<OriginRow> Origins { get; } =
    [
        .. from country in supply.Period.Origins.Select(one => one.Country)
               .Concat(supply.Studied.Select(one => one.Country)).Distinct()
           let declared = supply.Period.Origins.FirstOrDefault(one => one.Country == country)
           let studied = supply.Studied.FirstOrDefault(one => one.Country == country)
           let percent = declared is null ? (decimal?)null : Number(declared.Percent)
           orderby percent is null, percent descending, studied is null ? 0 : Number(studied.Percent) descending
           select new OriginRow(country, declared?.Kg ?? "", percent, studied is null ? null : Number(studied.Percent)),
    ];

    /// <summary>Whether the shares are the declared ones: below enough goods items they are the study's, if it has
    /// any.</summary>
    public bool IsDeclared { get; } = supply.Enough || supply.Studied.Count == 0;

    /// <summary>The shares that say most, largest first.</summary>
    public IEnumerable<(string Country, decimal Percent)> Shares => Origins
        .Select(one => (one.Country, Percent: (IsDeclared ? one.Percent : one.Studied) ?? 0))
        .Where(one => one.Percent > 0).OrderByDescending(one => one.Percent);

    /// <summary>The largest of them; null where there is none.</summary>
    public (string Country, decimal Percent)? Largest =>
        Shares.Select(one => ((string, decimal)?)one).FirstOrDefault();

    /// <summary>Whether it depends on one country.</summary>
    public bool IsDominated => Largest?.Percent > LimitPercent;

    /// <summary>Herfindahl-Hirschman index of the same shares, 0 to 10000.</summary>
    public int Concentration => IsDeclared
        ? Supply.Period.Concentration : (int)decimal.Round(Shares.Sum(one => one.Percent * one.Percent));

    private static decimal Number(string number) => decimal.Parse(number, CultureInfo.InvariantCulture);
}
