using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents.Tests;

/// <summary>Quotas that a tariff document defines.</summary>
public sealed class QuotaCheckTests
{
    [Fact]
    public void Check_SoundQuotas_NoFault() => Assert.Empty(TariffDocuments.Check(Tariff()));

    [Fact]
    public void Check_ManyFaults_AllToldAtOnce()
    {
        var document = Tariff();
        document.Quotas[0].Unit = "kg of it";
        document.Quotas[0].Periods[0].Volume = "0";
        document.Quotas[0].Periods[1].OpenFrom = "2027-03-31";
        document.Quotas[1].MainOrderNumber = "099999";
        document.Quotas.Add(new QuotaDefinition { OrderNumber = "099020", Unit = "kg" });
        document.Measures[0].Type = MeasureType.TariffQuota;
        document.Measures[0].OrderNumber = "099777";

        var faults = TariffDocuments.Check(document)
            .Where(fault => fault.Field.StartsWith("quotas", StringComparison.Ordinal) || fault.Rule == "QUOTA")
            .Select(fault => $"{fault.Field} {fault.Rule}");

        Assert.Equal(
            [
                "quotas[0].unit UNIT", "quotas[0].periods[0].volume QUANTITY",
                "quotas[0].periods[1].open_from QUOTA_PERIODS", "quotas[1].main_order_number MAIN_QUOTA",
                "quotas[2].order_number UNIQUE", "quotas[2].periods COUNT", "measures[0].order_number QUOTA",
            ],
            faults);
    }

    [Fact]
    public void Check_SubQuotaLongerThanItsMain_Refused()
    {
        var document = Tariff();
        document.Quotas[1].Periods[0].OpenTo = "2028-01-01";

        Assert.Equal("MAIN_QUOTA", Assert.Single(TariffDocuments.Check(document)).Rule);
    }

    private static TariffDocument Tariff()
    {
        var document = Founding.Tariff;
        document.Quotas.Add(new QuotaDefinition
        {
            OrderNumber = "099020",
            Unit = "kg Dy2O3",
            Periods =
            {
                new QuotaPeriod { OpenFrom = "2027-01-01", OpenTo = "2027-04-01", Volume = "15000" },
                new QuotaPeriod { OpenFrom = "2027-04-01", OpenTo = "2027-07-01", Volume = "15000" },
            },
        });
        document.Quotas.Add(new QuotaDefinition
        {
            OrderNumber = "099021",
            Unit = "kg Dy2O3",
            MainOrderNumber = "099020",
            Periods = { new QuotaPeriod { OpenFrom = "2027-01-01", OpenTo = "2027-04-01", Volume = "5000" } },
        });
        return document;
    }
}
