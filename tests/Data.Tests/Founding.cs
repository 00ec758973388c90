using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Data.Tests;

/// <summary>The founding documents, as the services take them over.</summary>
internal static class Founding
{
    public static FoundingDocument Membership { get; } =
        DataFolder.Document<FoundingDocument>("founding/membership.json");

    public static TariffDocument Tariff { get; } =
        DataFolder.Document<TariffDocument>("founding/tariff.json");

    public static List<Dictionary<string, string>> Rates { get; } =
        DataFolder.Csv(DataFolder.PathOf("founding/exchange-rates.csv"));
}
