using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Testing.Clubs;

/// <summary>Exchange rates of test data, as an officer records them.</summary>
public static class Rates
{
    extension(ClubUnderTest club)
    {
        /// <summary>Records rates through the gateway.</summary>
        public async Task RecordAsync(IEnumerable<ExchangeRate> rates, CancellationToken cancel)
        {
            using var officer = club.SignedInAs("secretariat");
            var request = new RecordRatesRequest { RequestId = Guid.CreateVersion7().ToString(), Rates = { rates } };
            await officer.CallAsync(options => officer.Rates.RecordRatesAsync(request, options), cancel: cancel);
        }
    }

    /// <summary>A rate of a series from its first day to the day after its last.</summary>
    public static ExchangeRate Of(
        string series, string from, string to, string rate, string first, string end) => new()
        {
            Series = series,
            Base = from,
            Quote = to,
            Rate = rate,
            ValidFrom = first,
            ValidTo = end,
            Source = "test data",
        };
}
