using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Data.Tests;

public sealed class ExampleTests
{
    private static readonly TariffDocument Tariff =
        DataFolder.Document<TariffDocument>("examples/tariff.json");

    [Fact]
    public void Tariff_OfTheExamples_StandsAlone()
    {
        Assert.Empty(TariffDocuments.Check(Tariff));
        var series = Tariff.ExchangeRates.Select(rate => rate.Series).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(["DE", "JP"], Tariff.Administrations.Select(administration => administration.Code));
        Assert.All(Tariff.Administrations, a => Assert.Contains(a.Policies[0].ExchangeRateSeries, series));
        Assert.Equal(28, Tariff.Groups.Single(group => group.Id == "CLUB").Members.Count);
    }

    [Fact]
    public void Administrations_OfTheExampleTariff_RoundAsTheFoundingOnes() =>
        Assert.All(Tariff.Administrations, administration => Assert.Equal(
            Founding.Membership.Administrations.Single(a => a.Code == administration.Code).Policies[0].Rounding,
            administration.Policies[0].Rounding));

    [Fact]
    public void Consignments_OfTheExamples_AreForTheExampleTariff()
    {
        var lines = DataFolder.Text("examples/consignments.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines.Select(DataFolder.Parse<Consignment>), consignment =>
        {
            Assert.Contains(Tariff.Administrations, a => a.Code == consignment.Administration);
            Assert.Contains(Tariff.Lines, line => line.GoodsCode == consignment.Item.GoodsCode);
        });
    }

    [Fact]
    public void Proposal_OfTheExamples_IsForTheFoundingTariff()
    {
        var proposal = DataFolder.Document<ProposalContent>("examples/proposal.json");
        Assert.All(proposal.Additions, measure => Assert.Contains(
            Founding.Tariff.Lines, line => line.GoodsCode == measure.GoodsCode));
    }

    [Theory]
    [InlineData("examples/declaration.json")]
    [InlineData("examples/declaration-with-faults.json")]
    public void Declarations_OfTheExamples_AreOfAFoundingAdministration(string file)
    {
        var declaration = DataFolder.Document<Declaration>(file);
        Assert.Contains(Founding.Membership.Administrations, a => a.Code == declaration.Administration);
    }
}
