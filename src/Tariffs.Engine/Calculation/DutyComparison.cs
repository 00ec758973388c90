namespace CrmClub.Tariffs.Engine;

/// <summary>What two answers can differ by.</summary>
public enum DutyCause
{
    /// <summary>Not given.</summary>
    None,

    /// <summary>The tariff: its version, and the day whose measures are in force.</summary>
    Tariff,

    /// <summary>Who is in the club, or accedes to it, on the day.</summary>
    Membership,

    /// <summary>The exchange rates of the day, as known.</summary>
    ExchangeRate,

    /// <summary>How the administration rounds.</summary>
    Rounding,

    /// <summary>The customs value.</summary>
    Price,

    /// <summary>Masses and other quantities.</summary>
    Quantity,

    /// <summary>The share of contained material.</summary>
    ContainedShare,

    /// <summary>Certificates: their level, their days, what is known of them.</summary>
    Certificate,

    /// <summary>What is allocated of the quota.</summary>
    Quota,

    /// <summary>Anything else that is declared.</summary>
    DeclaredData,

    /// <summary>The reference prices of the day, as known.</summary>
    ReferencePrice,
}

/// <summary>A declaration, or an item alone, with what it is decided by.</summary>
/// <param name="Basis">What it is decided by.</param>
/// <param name="Items">Its items.</param>
public sealed record DutySide(DutyBasis Basis, IReadOnlyList<Consignment> Items);

/// <summary>What causes come to together; nearly always it is one.</summary>
/// <param name="Causes">More than one where what lies between could not be decided.</param>
/// <param name="Amount">By how much the duty becomes higher.</param>
public sealed record CausedDifference(IReadOnlyList<DutyCause> Causes, decimal Amount);

/// <summary>Two answers compared.</summary>
/// <param name="Before">The one total; null where it is not decided.</param>
/// <param name="After">The other total; null where it is not decided.</param>
/// <param name="Currency">The currency of both.</param>
/// <param name="Differences">What the difference falls into, to the minor unit; those that come to nothing are left
/// out. Empty unless both are decided.</param>
public sealed record DutyComparison(
    decimal? Before, decimal? After, string Currency, IReadOnlyList<CausedDifference> Differences)
{
    // In the order in which one answer is made the other: each makes one more thing of the state as it is after.
    private static readonly (DutyCause Cause, Func<DutySide, DutySide, DutySide> Step)[] Steps =
    [
        (DutyCause.Tariff, (state, after) => state with
        {
            Basis = state.Basis with { Tariff = after.Basis.Tariff },
            Items = Each(state, after, (one, other) => one with { AcceptanceDay = other.AcceptanceDay }),
        }),
        (DutyCause.Membership, (state, after) => state with
        {
            Basis = state.Basis with { Club = after.Basis.Club },
        }),
        (DutyCause.ReferencePrice, (state, after) => state with
        {
            Basis = state.Basis with { Prices = after.Basis.Prices },
        }),
        (DutyCause.ExchangeRate, (state, after) => state with
        {
            Basis = state.Basis with
            {
                Rates = after.Basis.Rates,
                Policy = state.Basis.Policy with { ExchangeRateSeries = after.Basis.Policy.ExchangeRateSeries },
            },
        }),
        (DutyCause.Rounding, (state, after) => state with
        {
            Basis = state.Basis with { Policy = after.Basis.Policy },
        }),
        (DutyCause.Price, (state, after) => state with
        {
            Items = Each(state, after, (one, other) => one with
            {
                CustomsValue = other.CustomsValue, Currency = other.Currency, ComponentValues = other.ComponentValues,
            }),
        }),
        (DutyCause.Quantity, (state, after) => state with
        {
            Items = Each(state, after, (one, other) => one with
            {
                NetMassKg = other.NetMassKg, GrossMassKg = other.GrossMassKg, Quantities = other.Quantities,
            }),
        }),
        (DutyCause.ContainedShare, (state, after) => state with
        {
            Items = Each(state, after, (one, other) => one with { ContainedShare = other.ContainedShare }),
        }),
        (DutyCause.Certificate, (state, after) => state with
        {
            Items = Each(state, after, (one, other) => one with
            {
                Certificates = other.Certificates, CertificateDay = other.CertificateDay,
            }),
        }),
        (DutyCause.Quota, (state, after) => state with
        {
            Items = Each(state, after, (one, other) => one with { Quota = other.Quota }),
        }),
        (DutyCause.DeclaredData, (state, after) => state with { Items = after.Items }),
    ];

    /// <summary>Compares two answers: one is made the other, cause by cause, and decided again at each.</summary>
    /// <exception cref="ArgumentException">They are in two currencies.</exception>
    public static DutyComparison Of(DutySide before, DutySide after)
    {
        var currency = before.Basis.Policy.Currency;
        if (currency != after.Basis.Policy.Currency)
            throw new ArgumentException($"{currency} and {after.Basis.Policy.Currency} can't be compared.");
        var (state, end) = (Dated(before), Dated(after));
        var (first, last) = (Total(state), Total(end));
        if (first is null || last is null)
            return new DutyComparison(first, last, currency, []);
        List<CausedDifference> differences = [];
        List<DutyCause> causes = [];
        var known = first.Value;
        foreach (var (cause, step) in Steps)
        {
            state = step(state, end);
            var total = Total(state);
            if (total == known && causes.Count == 0)
                continue;
            causes.Add(cause);
            if (total is not { } next)
                continue;
            differences.Add(new CausedDifference([.. causes], next - known));
            causes.Clear();
            known = next;
        }

        return new DutyComparison(first, last, currency, [.. differences.Where(one => one.Amount != 0)]);
    }

    private static decimal? Total(DutySide side)
    {
        var items = side.Items.Select(item => DutyCalculator.Decide(side.Basis, item)).ToArray();
        return Array.Exists(items, item => item.Outcome is DutyOutcome.NotDecided or DutyOutcome.NotAllowed)
            ? null : DeclarationTotal.Of(side.Basis.Policy.Rounding, items);
    }

    // Items are matched by their place; what only one side has is declared data.
    private static Consignment[] Each(
        DutySide state, DutySide after, Func<Consignment, Consignment, Consignment> step) =>
        [.. state.Items.Select((item, index) => index < after.Items.Count ? step(item, after.Items[index]) : item)];

    // Rates, prices, members and certificates keep their day while the tariff's moves.
    private static DutySide Dated(DutySide side) => side.Items is not [var first, ..] ? side : side with
    {
        Basis = side.Basis with
        {
            Rates = new DatedRates(side.Basis.Rates, first.AcceptanceDay),
            Prices = new DatedPrices(side.Basis.Prices, first.AcceptanceDay),
            Club = new DatedClub(side.Basis.Club, first.AcceptanceDay),
        },
        Items = [.. side.Items.Select(item => item with { CertificateDay = item.AcceptanceDay })],
    };

    private sealed class DatedRates(IExchangeRates rates, DateOnly day) : IExchangeRates
    {
        public ExchangeRate? Find(string series, DateOnly asked, string from, string to) =>
            rates.Find(series, day, from, to);
    }

    private sealed class DatedPrices(IReferencePrices prices, DateOnly day) : IReferencePrices
    {
        public ReferencePrice? Find(PricedMaterial key, DateOnly asked) => prices.Find(key, day);
    }

    private sealed class DatedClub(IClubMembership club, DateOnly day) : IClubMembership
    {
        public bool IsMember(string country, DateOnly asked) => club.IsMember(country, day);

        public decimal? PhaseInShare(string country, DateOnly asked) => club.PhaseInShare(country, day);

        public Suspension? Suspension(string country, DateOnly asked) => club.Suspension(country, day);
    }
}
