using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Supply;

/// <summary>Shares of origins in one supply.</summary>
internal static class Shares
{
    /// <summary>
    /// Percent of supply above which it depends on one country: Regulation (EU) 2024/1252, Art. 5(1)(b).
    /// </summary>
    private const decimal DominancePercent = 65;

    /// <summary>Adds up what came from each origin.</summary>
    /// <param name="supply">Origins and amounts; an origin may come more than once.</param>
    /// <param name="isMember">Whether a country is in the club.</param>
    public static SupplyShares Of(
        IEnumerable<(string Origin, Supplied Amount)> supply, Func<string, bool> isMember)
    {
        var origins = supply.GroupBy(one => one.Origin, one => one.Amount)
            .Select(group => (Country: group.Key, Kg: group.Sum(one => one.Kg), Items: group.Sum(one => one.Items)))
            .Where(one => one.Items > 0)
            .OrderByDescending(one => one.Kg).ThenBy(one => one.Country, StringComparer.Ordinal).ToList();
        var total = origins.Sum(one => one.Kg);
        return new SupplyShares
        {
            Kg = Wire.Decimal(total),
            Items = origins.Sum(one => one.Items),
            Origins =
            {
                origins.Select(one => new OriginShare
                {
                    Country = one.Country,
                    Kg = Wire.Decimal(one.Kg),
                    Percent = Text(Percent(one.Kg, total)),
                }),
            },
            ClubPercent = Text(Percent(origins.Where(one => isMember(one.Country)).Sum(one => one.Kg), total)),
            Concentration = (int)decimal.Round(
                origins.Sum(one => Percent(one.Kg, total) * Percent(one.Kg, total)), MidpointRounding.AwayFromZero),
        };
    }

    /// <summary>The countries on which a supply depends, by kg: more than 65 percent, compared exactly.</summary>
    public static IEnumerable<string> Dominant(SupplyShares shares)
    {
        var total = Wire.ParseDecimal(shares.Kg);
        return shares.Origins.Where(one => Wire.ParseDecimal(one.Kg) * 100 > DominancePercent * total)
            .Select(one => one.Country);
    }

    /// <summary>The same by percentages that somebody published.</summary>
    public static IEnumerable<string> Dominant(IEnumerable<StudiedShare> shares) =>
        shares.Where(one => Wire.ParseDecimal(one.Percent) > DominancePercent).Select(one => one.Country);

    private static decimal Percent(decimal part, decimal total) => total == 0 ? 0 : part * 100 / total;

    private static string Text(decimal percent) => decimal.Round(percent, 2, MidpointRounding.AwayFromZero)
        .ToString("0.00", CultureInfo.InvariantCulture);
}
