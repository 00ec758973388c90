using System.Text;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Documents.Import;

namespace CrmClub.Tariffs.Founding;

/// <summary>The annexes on exchange rates and reference prices, as the first sets.</summary>
internal static class FoundingRates
{
    // What an entry holds, less room for the set's own fields.
    private const int SetBytesMax = JournalWriter.EventBytesMax - 1024;

    /// <summary>Reads them as sets from 1 on; another begins where an entry would be too large.</summary>
    /// <exception cref="ClubException">A line is broken; every one is named.</exception>
    public static IReadOnlyList<ExchangeRateSet> Read(byte[] rateFile, byte[] priceFile, TariffDocument tariff)
    {
        var rates = Table(rateFile);
        var prices = Table(priceFile);
        var broken = new List<Violation>();
        foreach (var (file, fault) in rates.Malformed.Select(fault => ("exchange-rates.csv", fault))
            .Concat(prices.Malformed.Select(fault => ("reference-prices.csv", fault))))
        {
            fault.Field = $"{file} {fault.Field}";
            broken.Add(fault);
        }

        RateCheck.Check(rates.Rates, index => $"exchange-rates.csv line {rates.Lines[index]}: ", broken);
        RateCheck.Check(
            prices.Prices, index => $"reference-prices.csv line {prices.Lines[index]}: ", tariff.Materials, broken);
        var faults = new Violations();
        faults.AddRange(broken);
        faults.ThrowIfAny();

        var sets = new List<ExchangeRateSet> { new() { Number = 1, Prices = { prices.Prices } } };
        var bytes = sets[0].CalculateSize();
        foreach (var rate in rates.Rates)
        {
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

        return sets;
    }

    private static RateTable Table(byte[] file) =>
        RateTable.Read(new StringReader(Encoding.UTF8.GetString(file)));
}
