using System.Globalization;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Supply;

/// <summary>Days in a row with one price and one floor, each null where there is none.</summary>
public sealed record PriceStretch(DateOnly From, DateOnly To, decimal? Price, decimal? Floor)
{
    /// <summary>What goods at that price lack to the floor: the levy, if they are worth as much.</summary>
    public decimal Levy => Price is { } price && Floor is { } floor ? Math.Max(0, floor - price) : 0;
}

/// <summary>The reference price of a unit of a material against its floor, as it is said and drawn.</summary>
public sealed class PriceCourse
{
    private const string FloorWord = "FLOOR ";

    /// <summary>Prices and floors of one unit in one currency, within a span of days.</summary>
    /// <param name="unit">Of what it is one kg, for instance "Dy2O3".</param>
    /// <param name="currency">ISO 4217.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Day after the last.</param>
    /// <param name="prices">Of that unit and currency.</param>
    /// <param name="floors">Days and amounts; of several on a day the highest counts.</param>
    public PriceCourse(
        string unit, string currency, DateOnly from, DateOnly to, IReadOnlyList<ReferencePrice> prices,
        IReadOnlyList<(DateOnly From, DateOnly? To, decimal Amount)> floors)
    {
        (Unit, Currency, From, To) = (unit, currency, from, to);
        var days = prices.Select(one => (From: Day(one.ValidFrom)!.Value, To: Day(one.ValidTo),
            Amount: Number(one.Price.Amount))).ToList();
        var begins = days.Concat(floors).SelectMany(one => new[] { one.From, one.To ?? to })
            .Where(day => from < day && day < to).Append(from).Distinct().Order().Append(to).ToList();
        Stretches =
        [
            .. begins.Zip(begins.Skip(1)).Select(one => new PriceStretch(
                one.First, one.Second, On(days, one.First).Select(price => (decimal?)price).LastOrDefault(),
                On(floors, one.First).Select(floor => (decimal?)floor).Max())),
        ];
    }

    public string Unit { get; }

    public string Currency { get; }

    public DateOnly From { get; }

    public DateOnly To { get; }

    /// <summary>Oldest first, without a day between them.</summary>
    public IReadOnlyList<PriceStretch> Stretches { get; }

    /// <summary>The highest price or floor.</summary>
    public decimal Most => Stretches.Max(one => Math.Max(one.Price ?? 0, one.Floor ?? 0));

    /// <summary>What counts on a day; null beyond the span.</summary>
    public PriceStretch? On(DateOnly day) => Stretches.FirstOrDefault(one => one.From <= day && day < one.To);

    /// <summary>A course for each unit and currency of a material that has a price or a floor.</summary>
    public static List<PriceCourse> Of(
        string material, TariffDocument? tariff, IReadOnlyList<ReferencePrice> prices, DateOnly from, DateOnly to)
    {
        var codes = (tariff?.Lines ?? []).Where(line => line.Material == material)
            .Select(line => line.GoodsCode).ToList();
        var floors = (tariff?.Measures ?? []).Where(one => one.Type == MeasureType.PriceFloor
                && codes.Exists(code => code.StartsWith(one.GoodsCode, StringComparison.Ordinal)))
            .Select(FloorOf).OfType<Floor>().ToList();
        return
        [
            .. prices.Select(one => (Unit: one.ContentUnit, one.Price.Currency))
                .Concat(floors.Select(one => (one.Unit, one.Currency))).Distinct().Order()
                .Select(key => new PriceCourse(
                    key.Unit, key.Currency, from, to,
                    [.. prices.Where(one => (one.ContentUnit, one.Price.Currency) == key)],
                    [
                        .. floors.Where(one => (one.Unit, one.Currency) == key)
                            .Select(one => (one.From, one.To, one.Amount)),
                    ])),
        ];
    }

    // As in "FLOOR 325 USD / kg Dy2O3".
    private static Floor? FloorOf(Measure measure) =>
        measure.Expression.StartsWith(FloorWord, StringComparison.Ordinal)
        && measure.Expression[FloorWord.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            is [var amount, var currency, "/", "kg", var unit]
        && decimal.TryParse(amount, CultureInfo.InvariantCulture, out var value)
        && Day(measure.ValidFrom) is { } from
            ? new Floor(unit, currency, from, Day(measure.ValidTo), value) : null;

    private static IEnumerable<decimal> On(
        IEnumerable<(DateOnly From, DateOnly? To, decimal Amount)> all, DateOnly day) =>
        all.Where(one => one.From <= day && (one.To is not { } to || day < to)).Select(one => one.Amount);

    private static DateOnly? Day(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", out var found) ? found : null;

    private static decimal Number(string number) => decimal.Parse(number, CultureInfo.InvariantCulture);

    private sealed record Floor(string Unit, string Currency, DateOnly From, DateOnly? To, decimal Amount);
}
