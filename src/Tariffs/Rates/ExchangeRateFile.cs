using System.Text;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using nietras.SeparatedValues;

namespace CrmClub.Tariffs.Rates;

/// <summary>The annex on exchange rates: comma-separated, one rate a line.</summary>
internal static class ExchangeRateFile
{
    private const int SeriesLengthMax = 50;
    private const int SourceLengthMax = 200;

    // What an entry holds, less room for the set's own fields.
    private const int SetBytesMax = JournalWriter.EventBytesMax - 1024;

    /// <summary>Reads the rates as sets from 1 on; another begins where an entry would be too large.</summary>
    /// <exception cref="ClubException">A line is broken; every one is named.</exception>
    public static IReadOnlyList<ExchangeRateSet> Read(byte[] file)
    {
        var faults = new Violations();
        var sets = new List<ExchangeRateSet> { new() { Number = 1 } };
        var bytes = 0;
        using var reader = Sep.New(',').Reader().FromText(Encoding.UTF8.GetString(file));
        foreach (var row in reader)
        {
            var rate = new ExchangeRate
            {
                Series = row["series"].ToString(),
                Base = row["base"].ToString(),
                Quote = row["quote"].ToString(),
                Rate = row["rate"].ToString(),
                ValidFrom = row["valid_from"].ToString(),
                ValidTo = row["valid_to"].ToString(),
                Source = row["source"].ToString(),
                Demonstration = row["demonstration"].ToString() == "true",
            };
            Check(rate, $"line {row.LineNumberFrom}", faults);
            // Tag and length of the rate within its set.
            var size = rate.CalculateSize() + 4;
            if (bytes + size > SetBytesMax)
            {
                sets.Add(new ExchangeRateSet { Number = sets.Count + 1 });
                bytes = 0;
            }

            sets[^1].Rates.Add(rate);
            bytes += size;
        }

        faults.ThrowIfAny();
        return sets;
    }

    private static void Check(ExchangeRate rate, string line, Violations faults)
    {
        faults.Text($"{line}: series", "", rate.Series, SeriesLengthMax);
        faults.Text($"{line}: source", "", rate.Source, SourceLengthMax);
        var from = faults.Day($"{line}: valid_from", "", rate.ValidFrom);
        var to = faults.Day($"{line}: valid_to", "", rate.ValidTo, required: false);
        if (from >= to)
            faults.Add($"{line}: valid_to", "", "AFTER_FROM", rate.ValidTo, "after valid_from", "The span is empty.");
        if (!Wire.TryDecimal(rate.Rate, out var value) || value <= 0)
            faults.Add($"{line}: rate", "", "POSITIVE_DECIMAL", rate.Rate, "above 0", "The rate is not positive.");
        foreach (var (field, currency) in new[] { ("base", rate.Base), ("quote", rate.Quote) })
        {
            if (!Currencies.IsKnown(currency))
                faults.Add($"{line}: {field}", "", "CURRENCY", currency, "an ISO 4217 code", "It is no currency.");
        }

        if (rate.Base == rate.Quote)
            faults.Add($"{line}: quote", "", "PAIR", rate.Quote, "another than base", "The pair is of one currency.");
    }
}
