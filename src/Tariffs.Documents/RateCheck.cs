using CrmClub.Contracts.Common.V1;
using CrmClub.Tariffs.Engine;
using ExchangeRate = CrmClub.Contracts.Tariffs.V1.ExchangeRate;
using Material = CrmClub.Contracts.Tariffs.V1.Material;
using ReferencePrice = CrmClub.Contracts.Tariffs.V1.ReferencePrice;

namespace CrmClub.Tariffs.Documents;

/// <summary>Rules of exchange rates and reference prices that come together.</summary>
public static class RateCheck
{
    /// <summary>Checks rates; those of a pair follow each other without a gap.</summary>
    /// <param name="rates">In any order.</param>
    /// <param name="place">Names the rate of an index, for instance "rates[3]."; its fields follow.</param>
    /// <param name="all">Takes what is broken.</param>
    public static void Check(
        IReadOnlyList<ExchangeRate> rates, Func<int, string> place, ICollection<Violation> all)
    {
        var faults = new Faults(all);
        var spans = new List<Span>();
        for (var index = 0; index < rates.Count; index++)
        {
            var (rate, path) = (rates[index], place(index));
            faults.Required(path + "series", rate.Series);
            faults.Currency(path + "base", rate.Base);
            faults.Currency(path + "quote", rate.Quote);
            faults.Positive(path + "rate", rate.Rate);
            if (rate.Base == rate.Quote)
                faults.Add(path + "quote", "PAIR", rate.Quote, "another currency than base",
                    "A pair has two currencies.");
            if (faults.Validity(path, rate.ValidFrom, rate.ValidTo) is { } valid)
                spans.Add(new(new CurrencyPair(rate.Series, rate.Base, rate.Quote).ToString(), path, valid));
        }

        CheckSpans(spans, faults);
    }

    /// <summary>Checks prices; those of a material at a stage follow each other without a gap.</summary>
    /// <param name="prices">In any order.</param>
    /// <param name="place">Names the price of an index, for instance "prices[3]."; its fields follow.</param>
    /// <param name="materials">Of which there are prices; null where they are not known here.</param>
    /// <param name="all">Takes what is broken.</param>
    public static void Check(
        IReadOnlyList<ReferencePrice> prices, Func<int, string> place, IEnumerable<Material>? materials,
        ICollection<Violation> all)
    {
        var faults = new Faults(all);
        var units = materials?.DistinctBy(one => one.Code).ToDictionary(one => one.Code);
        var spans = new List<Span>();
        for (var index = 0; index < prices.Count; index++)
        {
            var (price, path) = (prices[index], place(index));
            if (units is null)
            {
                faults.Required(path + "material", price.Material);
                faults.Required(path + "content_unit", price.ContentUnit);
            }
            else if (!units.TryGetValue(price.Material, out var material))
                faults.Add(path + "material", "MATERIAL", price.Material, "a code of the tariff's materials",
                    $"'{price.Material}' is no material of the tariff.");
            else if (price.ContentUnit.Length == 0
                || (price.ContentUnit != material.Code && price.ContentUnit != material.Oxide))
                faults.Add(path + "content_unit", "CONTENT_UNIT", price.ContentUnit,
                    $"{material.Code} or {material.Oxide}",
                    $"'{price.ContentUnit}' is neither the material nor its oxide.");
            faults.Specified(path + "stage", price.Stage);
            faults.Positive(path + "price.amount", price.Price?.Amount ?? "");
            faults.Currency(path + "price.currency", price.Price?.Currency ?? "");
            if (faults.Validity(path, price.ValidFrom, price.ValidTo) is { } valid)
                spans.Add(new(new PricedMaterial(price.Material, (Engine.Stage)price.Stage).ToString(), path, valid));
        }

        CheckSpans(spans, faults);
    }

    // A day without a figure would leave what falls on it undecided.
    private static void CheckSpans(IEnumerable<Span> spans, Faults faults)
    {
        foreach (var series in spans.GroupBy(span => span.Series))
        {
            Span? before = null;
            foreach (var span in series.OrderBy(span => span.Valid.From))
            {
                var from = Wire.Day(span.Valid.From);
                if (before is { Valid.To: { } end } && end < span.Valid.From)
                    faults.Add(span.Path + "valid_from", "SERIES_GAP", from, Wire.Day(end),
                        $"{series.Key} has no figure from {Wire.Day(end)} to before {from}.");
                else if (before is { Valid.To: { } to } && to > span.Valid.From)
                    faults.Add(span.Path + "valid_from", "SERIES_OVERLAP", from, Wire.Day(to),
                        $"{series.Key} has two figures on {from}.");
                before = span;
            }
        }
    }

    private readonly record struct Span(string Series, string Path, Validity Valid);
}
