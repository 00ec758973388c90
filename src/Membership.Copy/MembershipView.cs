using System.Collections.Frozen;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Membership.V1;
using Google.Protobuf;

namespace CrmClub.Membership.Copy;

/// <summary>Who is in the club, in memory: immutable, replaced as a whole when Membership changes.</summary>
public sealed class MembershipView
{
    /// <summary>Before the first snapshot: knows nobody, so everybody is told to try again.</summary>
    public static readonly MembershipView Empty = new(0, []);

    private readonly FrozenDictionary<string, PartyView> _parties;
    private readonly FrozenDictionary<string, PartyView[]> _partiesByCountry;
    private readonly FrozenDictionary<string, AdministrationView> _administrations;
    private readonly FrozenDictionary<string, AdministrationView> _administrationByTenant;
    private readonly FrozenDictionary<string, SystemView> _systems;
    private readonly FrozenDictionary<string, CountryGroup> _groups;
    private readonly (Days Valid, int Days)[] _onTheWayNewestFirst;

    /// <param name="seq">Place in Membership's journal at which the records stand.</param>
    /// <param name="records">Messages of the kinds of <see cref="MembershipRecords"/>; others are passed over.</param>
    public MembershipView(long seq, IReadOnlyCollection<IMessage> records)
    {
        Seq = seq;
        KnownAt = records.OfType<Party>()
            .SelectMany(party => party.Statuses.Select(row => row.RecordedAt)
                .Concat(party.PhaseIn.Select(row => row.RecordedAt)))
            .Select(recorded => recorded?.ToDateTime()).Max();
        Club = records.OfType<Club>().SingleOrDefault();
        _onTheWayNewestFirst = [.. records.OfType<TreatyTerms>().SelectMany(terms => terms.GoodsOnTheWay).Reverse()
            .Select(term => (Days.Read(term.ValidFrom, term.ValidTo), term.Days))];
        _parties = records.OfType<Party>().Select(party => new PartyView(party)).ToFrozenDictionary(p => p.Code);
        _partiesByCountry = _parties.Values
            .SelectMany(party => party.Contract.Countries.Select(country => (country, party)))
            .GroupBy(pair => pair.country, pair => pair.party)
            .ToFrozenDictionary(pairs => pairs.Key, pairs => pairs.ToArray());
        _administrations = records.OfType<Administration>()
            .Select(administration => new AdministrationView(administration)).ToFrozenDictionary(a => a.Code);
        _administrationByTenant = _administrations.Values
            .ToFrozenDictionary(a => a.Contract.TenantId, StringComparer.OrdinalIgnoreCase);
        WorkingDays = new WorkingDays(records.OfType<Holiday>());
        _groups = records.OfType<CountryGroup>().ToFrozenDictionary(group => group.Code);
        Systems = [.. records.OfType<CustomsSystem>().Select(system => new SystemView(system))];
        _systems = Systems.SelectMany(system => system.ClientIds, (system, client) => (client, system))
            .ToFrozenDictionary(pair => pair.client, pair => pair.system, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Place in Membership's journal at which this stands.</summary>
    public long Seq { get; }

    /// <summary>Newest record time among the parties' rows: what was recorded later is not known here.</summary>
    public DateTime? KnownAt { get; }

    /// <summary>Founding day and the secretariat's tenant; null before the first snapshot.</summary>
    public Club? Club { get; }

    /// <summary>On which days deadlines may end.</summary>
    public WorkingDays WorkingDays { get; }

    public IReadOnlyCollection<PartyView> Parties => _parties.Values;

    public IReadOnlyCollection<AdministrationView> Administrations => _administrations.Values;

    public PartyView? Party(string code) => _parties.GetValueOrDefault(code);

    /// <summary>
    /// The party whose goods a country's goods are on a legal day, by ISO 3166-1 alpha-2: the one that is in the club,
    /// or null. A country is in one such party at a time.
    /// </summary>
    public PartyView? PartyOf(string country, DateOnly day, DateTime? knownAt = null)
    {
        foreach (var party in _partiesByCountry.GetValueOrDefault(country, []))
        {
            if (party.StatusOn(day, knownAt) is PartyStatus.Acceding or PartyStatus.Member or PartyStatus.Suspended)
                return party;
        }

        return null;
    }

    /// <summary>Whether a country's goods are the goods of a member on that legal day.</summary>
    public bool IsMember(string country, DateOnly day, DateTime? knownAt = null) =>
        PartyOf(country, day, knownAt)?.StatusOn(day, knownAt) == PartyStatus.Member;

    /// <summary>Share of the base duty on a country's goods while its party accedes, percent; null otherwise.</summary>
    public decimal? PhaseInShare(string country, DateOnly day, DateTime? knownAt = null) =>
        PartyOf(country, day, knownAt)?.PhaseInShareOn(day, knownAt);

    /// <summary>First day of a country's party's suspension that lasts on a day; null where none does.</summary>
    public DateOnly? SuspendedSince(string country, DateOnly day, DateTime? knownAt = null) =>
        PartyOf(country, day, knownAt)?.SuspendedSince(day, knownAt);

    /// <summary>
    /// Days after the first one of a suspension until which goods that were on the way are accepted as before, by the
    /// day of acceptance.
    /// </summary>
    public int DaysOnTheWay(DateOnly day) => Array.Find(_onTheWayNewestFirst, term => term.Valid.Cover(day)).Days;

    /// <summary>
    /// The countries of a group with their days, those of groups in it among them; null where no such group is stated,
    /// or it rests on who is in the club.
    /// </summary>
    public IReadOnlyList<(string Country, Days Valid)>? CountriesOf(string group)
    {
        if (!_groups.TryGetValue(group, out var stated))
            return null;
        List<(string Country, Days Valid)> countries = [];
        foreach (var row in stated.Members)
        {
            var valid = Days.Read(row.ValidFrom, row.ValidTo);
            if (Countries.IsKnown(row.Member))
                countries.Add((row.Member, valid));
            else if (CountriesOf(row.Member) is { } part)
                countries.AddRange(from one in part
                                   where one.Valid.Overlap(valid)
                                   select (one.Country, one.Valid.Within(valid)));
            else
                return null;
        }

        return countries;
    }

    /// <summary>The group as the register states it; null where it states none.</summary>
    public CountryGroup? Group(string code) => _groups.GetValueOrDefault(code);

    public AdministrationView? Administration(string code) => _administrations.GetValueOrDefault(code);

    public AdministrationView? AdministrationOfTenant(string tenantId) =>
        _administrationByTenant.GetValueOrDefault(tenantId);

    public IReadOnlyCollection<SystemView> Systems { get; }

    /// <summary>The system that has or had a client id.</summary>
    public SystemView? SystemOf(string clientId) => _systems.GetValueOrDefault(clientId);
}
