using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Declarations.Tests;

/// <summary>The quota of the published stories.</summary>
internal static partial class World
{
    public const string DysprosiumQuota = "099020";

    /// <summary>Dysprosium oxide from the certified facility, asking for the quota first.</summary>
    public static Declaration InQuota(
        string administration, string lrn, string netMassKg, string value, string day = "2027-03-08")
    {
        var declaration = Dysprosium(administration, lrn, netMassKg, value, day);
        declaration.Items[0].QuotaOrderNumber = DysprosiumQuota;
        declaration.Items[0].Requests.Add([DysprosiumQuota, "9CRM"]);
        return declaration;
    }

    private static QuotaDefinition Quotas() => new()
    {
        OrderNumber = DysprosiumQuota,
        Unit = "kg Dy2O3",
        Periods = { new QuotaPeriod { OpenFrom = "2027-01-01", OpenTo = "2027-04-01", Volume = "15000" } },
    };

    private static Measure Quota()
    {
        var measure = Measure("M5", MeasureType.TariffQuota, "28469020", "0 %");
        measure.OrderNumber = DysprosiumQuota;
        return measure;
    }
}
