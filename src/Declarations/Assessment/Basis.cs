using System.Collections.Immutable;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Quotas;
using CrmClub.Declarations.Storage;
using CrmClub.Membership.Copy;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Declarations.Assessment;

/// <summary>The versions on which one declaration is decided; the same basis gives the same decision.</summary>
/// <param name="Release">Tariff version.</param>
/// <param name="RateSet">Newest set of exchange rates that is looked at.</param>
/// <param name="MembershipSeq">Place in Membership's journal.</param>
/// <param name="MembershipKnownAt">Newest record time of what was known there; null where none was recorded.</param>
/// <param name="Engine">The same for the engine.</param>
/// <param name="Certificates">The certificates that the declaration names, by number, in that order.</param>
internal sealed record Basis(
    TariffRelease Release,
    int RateSet,
    long MembershipSeq,
    DateTime? MembershipKnownAt,
    DutyBasis Engine,
    ImmutableSortedDictionary<string, Certificate> Certificates)
{
    /// <summary>Legal day by whose rules it is decided: that of acceptance, or of now while it is prelodged.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Identifier of the declaration: by it some are drawn for a control.</summary>
    public required Guid Id { get; init; }

    /// <summary>The risk profiles; null where those that are cited are not known here yet.</summary>
    public required ProfileSet? Profiles { get; init; }

    /// <summary>What is known of the quotas that items ask for, by the item's number.</summary>
    public ImmutableSortedDictionary<int, ItemQuota> Quotas { get; init; } = ItemQuota.None;

    /// <summary>The same for the engine.</summary>
    public IReadOnlyDictionary<int, QuotaClaim> Claims =>
        Quotas.ToDictionary(one => one.Key, one => one.Value.Claim);

    /// <summary>What was charged and secured before, where an allocation of a quota settles it.</summary>
    public Settled? Settles { get; init; }

    /// <summary>What is used of facilities' capacities.</summary>
    public required CapacityBook Capacity { get; init; }

    /// <summary>What the revision before decided, whose claims are taken back; null where there is none.</summary>
    public StoredDecision? Former { get; init; }

    /// <summary>Items of the decision that is cited, whose claims are taken; null where it is decided anew.</summary>
    public IReadOnlyList<StoredItem>? CitedItems { get; init; }

    /// <summary>Whether the declaration is prelodged.</summary>
    public bool IsProvisional { get; init; }

    /// <summary>Whether the declaration was invalidated: nothing is due.</summary>
    public bool IsInvalidated { get; init; }

    /// <summary>What is newest now for a declaration that kept every rule.</summary>
    /// <param name="standing">What is known.</param>
    /// <param name="declaration">The declaration.</param>
    /// <param name="id">Its identifier.</param>
    /// <param name="provisionalDay">The day that counts while it is prelodged; null where it is accepted.</param>
    /// <param name="revision">Number of the revision that is decided.</param>
    /// <param name="former">What the revision before decided; null for the first.</param>
    public static Basis OfNow(
        Standing standing, Declaration declaration, Guid id, DateOnly? provisionalDay = null, int revision = 1,
        StoredDecision? former = null)
    {
        var basis = Of(standing,
            declaration,
            provisionalDay,
            standing.Tariffs.On(provisionalDay ?? Wire.ParseDay(declaration.AcceptanceDay)),
            standing.Tariffs.RateSet,
            standing.Membership.Seq,
            standing.Membership.KnownAt,
            NamedIn(declaration).Select(standing.Certificates.Newest),
            standing.Profiles.Current,
            id);
        return basis with
        {
            Former = former,
            Quotas = ItemQuota.OfNow(declaration, standing.Tariffs, basis.Release, basis.Day,
                basis.IsProvisional ? 0 : revision, former),
        };
    }

    /// <summary>What a stored decision cites.</summary>
    public static Basis Cited(Standing standing, StoredRevision revision) =>
        Cited(standing, revision.Declaration, revision.Decision, revision.Identity.Id);

    /// <summary>The same of a declaration that is not stored.</summary>
    public static Basis Cited(Standing standing, Declaration declaration, StoredDecision decision, Guid id) =>
        Of(standing,
            declaration,
            decision.ProvisionalDay.Length == 0 ? null : Wire.ParseDay(decision.ProvisionalDay),
            standing.Tariffs.Version(decision.Tariff) is { } release && release.Hash == decision.TariffHash
                ? release : null,
            decision.RateSet,
            decision.MembershipSeq,
            decision.MembershipKnownAt == 0 ? null : new DateTime(decision.MembershipKnownAt, DateTimeKind.Utc),
            decision.Certificates.Select(cited => standing.Certificates.Version(cited.Number, cited.Version)),
            standing.Profiles.At(decision.Profiles),
            id) with
        {
            IsInvalidated = decision.Invalidated,
            Quotas = ItemQuota.CitedIn(decision),
            Settles = Settled.In(decision),
            CitedItems = decision.Items,
        };

    /// <summary>The same with another version of one certificate.</summary>
    public Basis With(Certificate certificate) =>
        this with { Certificates = Certificates.SetItem(certificate.Number, certificate) };

    /// <summary>The same with another tariff version.</summary>
    public Basis With(TariffRelease release) =>
        this with { Release = release, Engine = Engine with { Tariff = release.Snapshot } };

    /// <summary>The same with rates and prices as they were known when a later set was the newest.</summary>
    public Basis WithRates(int set, TariffView tariffs) => this with
    {
        RateSet = set,
        Engine = Engine with { Rates = tariffs.RatesKnownAt(set), Prices = tariffs.PricesKnownAt(set) },
    };

    /// <summary>The same with what was known of the parties later.</summary>
    /// <param name="membership">Where it is known.</param>
    /// <param name="seq">Place in Membership's journal.</param>
    /// <param name="knownAt">Newest record time.</param>
    public Basis Knowing(MembershipView membership, long seq, DateTime knownAt) => this with
    {
        MembershipSeq = seq,
        MembershipKnownAt = knownAt,
        Engine = Engine with { Club = new ClubMembers(membership, knownAt) },
    };

    private static IEnumerable<string> NamedIn(Declaration declaration) =>
        declaration.Items.SelectMany(Consignments.CertificateNumbers).Distinct();

    private static Basis Of(
        Standing standing, Declaration declaration, DateOnly? provisionalDay, TariffRelease? release, int rateSet,
        long membershipSeq, DateTime? knownAt, IEnumerable<Certificate?> certificates, ProfileSet? profiles, Guid id)
    {
        var day = provisionalDay ?? Wire.ParseDay(declaration.AcceptanceDay);
        var policy = standing.Membership.Administration(declaration.Administration) is { } administration
            ? AdministrationPolicies.OnDay(administration.Contract, day)
            : null;
        if (release is null || policy is null)
            throw new InvalidOperationException("The tariff version or the administration's policy is not here.");
        return new Basis(
            release,
            rateSet,
            membershipSeq,
            knownAt,
            new DutyBasis(
                release.Snapshot,
                policy,
                standing.Tariffs.RatesKnownAt(rateSet),
                new ClubMembers(standing.Membership, knownAt))
            {
                Prices = standing.Tariffs.PricesKnownAt(rateSet),
            },
            certificates
                .Select(certificate => certificate ?? throw new InvalidOperationException("A certificate is not here."))
                .ToImmutableSortedDictionary(certificate => certificate.Number, certificate => certificate,
                    StringComparer.Ordinal))
        {
            Day = day,
            Id = id,
            Profiles = profiles,
            Capacity = standing.Capacity,
            IsProvisional = provisionalDay is not null,
        };
    }

    private sealed class ClubMembers(MembershipView view, DateTime? knownAt) : IClubMembership
    {
        public bool IsMember(string country, DateOnly day) => view.IsMember(country, day, knownAt);

        public decimal? PhaseInShare(string country, DateOnly day) => view.PhaseInShare(country, day, knownAt);

        public Suspension? Suspension(string country, DateOnly day) =>
            view.SuspendedSince(country, day, knownAt) is { } since ? new(since, view.DaysOnTheWay(day)) : null;
    }
}

/// <summary>What was charged and secured until an allocation of a quota.</summary>
/// <param name="Duty">Total of the declaration.</param>
/// <param name="Security">Above nothing.</param>
internal sealed record Settled(decimal Duty, decimal Security)
{
    /// <summary>What a decision left secured; null where that is nothing.</summary>
    public static Settled? Of(StoredDecision former) => former.Security.Length == 0
        ? null : new(Wire.ParseDecimal(former.Duty), Wire.ParseDecimal(former.Security));

    /// <summary>What a stored decision settled; null where it is nothing.</summary>
    public static Settled? In(StoredDecision decision) => decision.SettledSecurity.Length == 0
        ? null : new(Wire.ParseDecimal(decision.SettledDuty), Wire.ParseDecimal(decision.SettledSecurity));
}
