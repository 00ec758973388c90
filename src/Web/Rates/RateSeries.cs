using System.Globalization;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Rates;

/// <summary>A figure on the days on which it counts.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Day after the last of the span that is looked at.</param>
/// <param name="Value">As it was recorded, a decimal.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Demonstration">Whether it was made for demonstration.</param>
public sealed record RateFigure(DateOnly From, DateOnly To, string Value, string Source, bool Demonstration)
{
    public decimal Amount => decimal.Parse(Value, CultureInfo.InvariantCulture);
}

/// <summary>A series of figures within a span of days, as it is said and drawn.</summary>
/// <param name="Key">As an address has it.</param>
/// <param name="Group">Where it is listed: the series of its exchange rates, empty for prices.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Unit">Of its figures.</param>
/// <param name="From">First day that is looked at.</param>
/// <param name="To">Day after the last.</param>
/// <param name="Figures">Oldest first.</param>
public sealed record RateSeries(
    string Key, string Group, string Name, string Unit, DateOnly From, DateOnly To, IReadOnlyList<RateFigure> Figures)
{
    /// <summary>Days in a row without a figure, after the first that has one and before a day.</summary>
    public IEnumerable<(DateOnly From, DateOnly To)> GapsUntil(DateOnly end)
    {
        for (var place = 0; place < Figures.Count; place++)
        {
            var next = place + 1 < Figures.Count ? Figures[place + 1].From : end;
            if (Figures[place].To < next)
                yield return (Figures[place].To, next);
        }
    }

    /// <summary>What counts on a day; null where nothing does.</summary>
    public RateFigure? On(DateOnly day) => Figures.FirstOrDefault(one => one.From <= day && day < one.To);

    /// <summary>Exchange rates by their pair.</summary>
    public static List<RateSeries> Of(IEnumerable<ExchangeRate> rates, DateOnly from, DateOnly to) =>
    [
        .. rates.GroupBy(one => (one.Series, one.Base, one.Quote)).Select(group => new RateSeries(
            $"{group.Key.Series}.{group.Key.Base}.{group.Key.Quote}", group.Key.Series,
            $"{group.Key.Base}/{group.Key.Quote}", $"{group.Key.Quote} = 1 {group.Key.Base}", from, to,
            [
                .. group.Select(one => new RateFigure(
                    Day(one.ValidFrom, from), Day(one.ValidTo, to), one.Rate, one.Source, one.Demonstration)),
            ])),
    ];

    /// <summary>Reference prices by material and stage.</summary>
    public static List<RateSeries> Of(IEnumerable<ReferencePrice> prices, DateOnly from, DateOnly to) =>
    [
        .. prices.GroupBy(one => (one.Material, one.Stage)).Select(group => new RateSeries(
            $"price.{group.Key.Material}.{group.Key.Stage}", "", group.Key.Material,
            $"{group.Last().Price.Currency} / kg {group.Last().ContentUnit}", from, to,
            [
                .. group.Select(one => new RateFigure(
                    Day(one.ValidFrom, from), Day(one.ValidTo, to), one.Price.Amount, one.Source, one.Demonstration)),
            ])),
    ];

    private static DateOnly Day(string day, DateOnly otherwise) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", out var found) ? found : otherwise;
}
