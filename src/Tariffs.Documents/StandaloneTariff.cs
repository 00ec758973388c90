using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Tariffs.Documents;

/// <summary>A tariff document that is used without a club: it carries rates, administrations and who is in the club
/// (group "CLUB") itself.</summary>
public sealed class StandaloneTariff
{
    private readonly Dictionary<string, Administration> _administrations;

    /// <summary>Reads a sound document.</summary>
    /// <exception cref="TariffDocumentException">The document is not sound.</exception>
    public StandaloneTariff(TariffDocument document)
    {
        Snapshot = TariffSnapshot.Compile(TariffDocuments.ToTariff(document));
        Rates = new ExchangeRateTable(document.ExchangeRates.Select(rate => ExchangeRates.From(rate, 0)));
        Prices = new ReferencePriceTable(document.ReferencePrices.Select(price => ExchangeRates.From(price, 0)));
        _administrations = document.Administrations.ToDictionary(administration => administration.Code);
        Club = CountryGroupMembership.From(document.Groups);
    }

    /// <summary>The tariff.</summary>
    public TariffSnapshot Snapshot { get; }

    /// <summary>Its exchange rates.</summary>
    public ExchangeRateTable Rates { get; }

    /// <summary>Its reference prices.</summary>
    public ReferencePriceTable Prices { get; }

    /// <summary>Codes of the administrations that it describes.</summary>
    public IReadOnlyCollection<string> Administrations => _administrations.Keys;

    /// <summary>The members of its group "CLUB".</summary>
    public IClubMembership Club { get; }

    /// <summary>What a decision of the administration on the day rests on; null where the document has no policy of
    /// it on that day.</summary>
    public DutyBasis? BasisOf(string administration, DateOnly day) =>
        _administrations.TryGetValue(administration, out var known)
        && AdministrationPolicies.OnDay(known, day) is { } policy
            ? new DutyBasis(Snapshot, policy, Rates, Club) { Prices = Prices }
            : null;
}
