using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents.Tests;

public sealed class TariffComparisonTests
{
    [Fact]
    public void Of_QuotasThatDiffer_NamesThemByOrderNumberWithTheirFields()
    {
        var before = new TariffDocument
        {
            Quotas = { Quota("099020", "1000"), Quota("099021", "10"), Quota("099022", "5") },
        };
        var after = new TariffDocument
        {
            Quotas = { Quota("099022", "5"), Quota("099020", "900"), Quota("099023", "1") },
        };

        var comparison = TariffComparisons.Of(before, after);

        Assert.Empty(comparison.Fields);
        Assert.Equal(
            ["099020 1000 900 periods", "099021 10 - ", "099023 - 1 "],
            comparison.Quotas.Select(one => $"{one.OrderNumber} {one.Before?.Periods[0].Volume ?? "-"} "
                + $"{one.After?.Periods[0].Volume ?? "-"} {string.Join(' ', one.Fields)}"));
        Assert.Equal(new TariffComparison(), TariffComparisons.Of(before, before));
    }

    private static QuotaDefinition Quota(string order, string volume) => new()
    {
        OrderNumber = order,
        Unit = "kg Dy2O3",
        Periods = { new QuotaPeriod { OpenFrom = "2027-01-01", OpenTo = "2028-01-01", Volume = volume } },
    };
}
