using System.Collections.Concurrent;
using System.Collections.Frozen;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Quotas;
using CrmClub.Tariffs.Engine;
using Google.Protobuf;

namespace CrmClub.Declarations.Copies;

/// <summary>A tariff version whose document is here, ready to decide.</summary>
internal sealed record TariffRelease(int Number, ByteString Hash, DateOnly ValidFrom, TariffSnapshot Snapshot)
{
    private readonly FrozenDictionary<string, Tariffs.Engine.Measure> _measures =
        Snapshot.Tariff.Measures.ToFrozenDictionary(measure => measure.Id);

    public Tariffs.Engine.Measure? Measure(string id) => _measures.GetValueOrDefault(id);
}

/// <summary>Every tariff version, exchange rate and reference price known. Immutable.</summary>
internal sealed class TariffView
{
    public static readonly TariffView Empty = new([], [], 0, new ExchangeRateTable([]), ReferencePriceTable.Empty);

    private readonly TariffRelease[] _newestFirst;
    private readonly ExchangeRateTable _rates;
    private readonly ReferencePriceTable _prices;
    private readonly ConcurrentDictionary<int, ExchangeRateTable> _ratesKnownAt = new();
    private readonly ConcurrentDictionary<int, ReferencePriceTable> _pricesKnownAt = new();

    public TariffView(
        IEnumerable<TariffRelease> releases, IReadOnlyList<TariffVersion> missing, int rateSet, ExchangeRateTable rates,
        ReferencePriceTable prices)
    {
        _newestFirst = [.. releases.OrderByDescending(release => release.Number)];
        Missing = missing;
        RateSet = rateSet;
        (_rates, _prices) = (rates, prices);
    }

    /// <summary>Versions whose document is still to be fetched; they decide nothing until it is here.</summary>
    public IReadOnlyList<TariffVersion> Missing { get; }

    /// <summary>What is known of quotas.</summary>
    public QuotaView Quotas { get; init; } = QuotaView.Empty;

    /// <summary>Whether a version that decides has any.</summary>
    public bool HasQuotas => Array.Exists(_newestFirst, release => release.Snapshot.Tariff.Quotas.Count > 0);

    /// <summary>Newest set of exchange rates and reference prices.</summary>
    public int RateSet { get; }

    /// <summary>Number of the newest version that decides; 0 where there is none.</summary>
    public int Newest => _newestFirst.Length == 0 ? 0 : _newestFirst[0].Number;

    /// <summary>First day on which any version is in force.</summary>
    public DateOnly? FirstDay => _newestFirst.Length == 0 ? null : _newestFirst.Min(release => release.ValidFrom);

    /// <summary>The newest version in force on a day.</summary>
    public TariffRelease? On(DateOnly day) => Array.Find(_newestFirst, release => release.ValidFrom <= day);

    public TariffRelease? Version(int number) => Array.Find(_newestFirst, release => release.Number == number);

    /// <summary>The rates as they were known when that set was the newest.</summary>
    public ExchangeRateTable RatesKnownAt(int set) =>
        set == RateSet ? _rates : _ratesKnownAt.GetOrAdd(set, _rates.AsKnownAt);

    /// <summary>The reference prices as they were known then.</summary>
    public ReferencePriceTable PricesKnownAt(int set) =>
        set == RateSet ? _prices : _pricesKnownAt.GetOrAdd(set, _prices.AsKnownAt);

    public bool HasRate(string series, string from, string to, DateOnly day) =>
        _rates.Find(series, day, from, to) is not null;
}

/// <summary>Holds the view of the moment.</summary>
internal sealed class TariffHolder
{
    private volatile TariffView _view = TariffView.Empty;

    public TariffView View => _view;

    /// <summary>Called when a version has become known whose document is still to be fetched.</summary>
    public WakeUp Published { get; } = new();

    public void Replace(TariffView view)
    {
        var published = view.Missing.Except(_view.Missing).Any();
        _view = view;
        if (published)
            Published.Call();
    }
}
