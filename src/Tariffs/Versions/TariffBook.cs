using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Tariffs.Versions;

/// <summary>A tariff version ready to be asked.</summary>
/// <param name="Version">Number, hash, first day.</param>
/// <param name="Bytes">The serialized document, whose SHA-256 is the version's hash.</param>
/// <param name="Document">The document.</param>
/// <param name="Snapshot">The document made ready for lookup.</param>
internal sealed record PublishedTariff(
    TariffVersion Version, byte[] Bytes, TariffDocument Document, TariffSnapshot Snapshot)
{
    /// <summary>Its nomenclature made ready for search, when somebody first searches.</summary>
    public GoodsSearch Search => field ??= new GoodsSearch(
        HarmonizedSystem.Editions.Named(Document.Nomenclature)!, Snapshot.Tariff);
}

/// <summary>Every tariff version and exchange rate in memory: immutable, replaced as a whole.</summary>
internal sealed class TariffBook
{
    public static readonly TariffBook Empty = new([], []);

    public TariffBook(IEnumerable<PublishedTariff> versions, IReadOnlyList<ExchangeRateSet> rateSets)
    {
        NewestFirst = [.. versions.OrderByDescending(tariff => tariff.Version.Number)];
        RateSets = [.. rateSets.OrderByDescending(set => set.Number)];
        Rates = new ExchangeRateTable(RateSets.SelectMany(
            set => set.Rates.Select(rate => Documents.ExchangeRates.From(rate, set.Number))));
        Prices = new ReferencePriceTable(RateSets.SelectMany(
            set => set.Prices.Select(price => Documents.ExchangeRates.From(price, set.Number))));
    }

    public IReadOnlyList<PublishedTariff> NewestFirst { get; }

    /// <summary>Ids that measures of any version have.</summary>
    public IReadOnlySet<string> MeasureIds => NewestFirst
        .SelectMany(tariff => tariff.Document.Measures.Select(measure => measure.Id)).ToHashSet();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ExchangeRateSet> RateSets { get; }

    public ExchangeRateTable Rates { get; }

    public ReferencePriceTable Prices { get; }

    /// <summary>Number of the newest set of exchange rates; 0 where there is none.</summary>
    public int RateSet => RateSets.Count == 0 ? 0 : RateSets[0].Number;

    /// <summary>Number of the newest set that was known at an instant (now where null); 0 for none.</summary>
    public int SetKnownAt(DateTime? knownAt) =>
        RateSets.FirstOrDefault(set => knownAt is null || set.RecordedAt.ToDateTime() <= knownAt)?.Number ?? 0;

    public PublishedTariff? Version(int number) =>
        NewestFirst.FirstOrDefault(tariff => tariff.Version.Number == number);

    /// <summary>The version of a legal day by what was known at an instant (now where null).</summary>
    public PublishedTariff? VersionOn(DateOnly day, DateTime? knownAt) =>
        NewestFirst.FirstOrDefault(tariff =>
            (knownAt is null || tariff.Version.PublishedAt.ToDateTime() <= knownAt)
            && Documents.Wire.ParseDay(tariff.Version.ValidFrom) <= day);
}

/// <summary>Holds the book of the moment.</summary>
internal sealed class TariffState
{
    private volatile TariffBook _book = TariffBook.Empty;

    public TariffBook Book => _book;

    public void Replace(TariffBook book) => _book = book;
}
