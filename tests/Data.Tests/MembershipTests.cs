using System.Text.Json;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Data.Tests;

public sealed class MembershipTests
{
    private static readonly FoundingDocument Document = Founding.Membership;

    [Fact]
    public void Administrations_OfTheTreaty_AreTwentySevenAndJapan()
    {
        var eu = Document.Parties.Single(party => party.Code == "EU");
        Assert.Equal(["EU", "JP"], Document.Parties.Select(party => party.Code));
        Assert.Equal(27, eu.Countries.Count);
        Assert.Equal(eu.Countries, Document.Administrations.Where(a => a.Party == "EU").Select(a => a.Code));
        Assert.Equal(["JP"], Document.Administrations.Where(a => a.Party == "JP").Select(a => a.Code));
    }

    [Fact]
    public void VotingShares_All_SumToTheWhole() =>
        Assert.Equal(100m, Document.Parties.Sum(party => decimal.Parse(party.VotingSharePercent)));

    [Fact]
    public void CountryGroups_ThatTheTariffNames_AreThoseOfTheRegister()
    {
        var register = Document.CountryGroups.ToDictionary(group => group.Code, StringComparer.Ordinal);
        Assert.NotEmpty(Founding.Tariff.Groups);
        Assert.All(Founding.Tariff.Groups, group =>
        {
            Assert.Equal(register[group.Id].NameEn, group.NameEn);
            Assert.Equal(
                register[group.Id].Members.Select(row => (row.Member, row.ValidFrom, row.ValidTo)),
                group.Members.Select(row => (row.Country, row.ValidFrom, row.ValidTo)));
        });
    }

    [Fact]
    public void CountryGroups_OfTheUnion_AreItsParty() =>
        Assert.Equal(
            Document.Parties.Single(party => party.Code == "EU").Countries.Order(),
            Document.CountryGroups.Single(group => group.Code == "EU-27").Members.Select(row => row.Member).Order());

    [Fact]
    public void Tenants_All_AreUniqueGuids()
    {
        string[] tenants = [.. Document.Administrations.Select(a => a.TenantId), Document.SecretariatTenantId];
        Assert.All(tenants, tenant => Assert.True(Guid.TryParseExact(tenant, "D", out _), tenant));
        Assert.Equal(tenants.Length, tenants.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Administrations_All_AreOfKnownCountriesAndCurrencies() =>
        Assert.All(Document.Administrations, administration =>
        {
            Assert.True(Countries.IsKnown(administration.Code), administration.Code);
            Assert.Contains(Countries.All[administration.Code].NameJa[..2], administration.NameJa);
            Assert.True(Currencies.IsKnown(administration.Policies[0].Currency), administration.Policies[0].Currency);
        });

    [Fact]
    public void TimeZones_All_AreKnown() =>
        Assert.All(
            Document.Administrations,
            a => Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(a.TimeZone, out _), a.TimeZone));

    [Fact]
    public void Policies_All_BeginWithTheClubAndNameASeries()
    {
        var series = Founding.Rates.Select(row => row["series"]).ToHashSet(StringComparer.Ordinal);
        Assert.All(Document.Administrations, administration =>
        {
            var policy = Assert.Single(administration.Policies);
            Assert.Equal(Document.FoundingDay, policy.ValidFrom);
            Assert.Contains(policy.ExchangeRateSeries, series);
            Assert.NotEmpty(policy.Rounding.BaseSteps);
            Assert.NotNull(policy.Rounding.LineStep);
        });
    }

    [Fact]
    public void Japan_Rounds_ByCuttingToOneAThousandAndAHundred()
    {
        var rounding = Document.Administrations.Single(a => a.Code == "JP").Policies[0].Rounding;
        Assert.Equal(["1", "1000"], rounding.BaseSteps.Select(step => step.Unit));
        Assert.Equal("1", rounding.LineStep.Unit);
        Assert.Equal("100", rounding.TotalStep.Unit);
        Assert.All(
            [.. rounding.BaseSteps, rounding.LineStep, rounding.TotalStep],
            step => Assert.Equal(RoundingMode.Cut, step.Mode));
    }

    [Fact]
    public void CustomsSystems_All_AreThoseOfTheDevelopersIdentities()
    {
        using var identities = JsonDocument.Parse(DataFolder.Text("demonstration/identities.json"));
        var expected = identities.RootElement.GetProperty("systems").EnumerateArray()
            .Where(system => system.GetProperty("administration").GetString() is { Length: > 0 })
            .Select(system => (
                system.GetProperty("clientId").GetString()!,
                system.GetProperty("administration").GetString()!,
                system.GetProperty("tenantId").GetString()!));
        var tenants = Document.Administrations.ToDictionary(a => a.Code, a => a.TenantId, StringComparer.Ordinal);
        Assert.Equal(
            expected,
            Document.CustomsSystems.Select(s => (s.ClientId, s.Administration, tenants[s.Administration])));
    }
}
