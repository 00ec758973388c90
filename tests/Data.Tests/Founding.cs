using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;

namespace CrmClub.Data.Tests;

/// <summary>The founding documents, read as the services read them: an unknown field is a fault.</summary>
internal static class Founding
{
    public static FoundingDocument Membership { get; } =
        JsonParser.Default.Parse<FoundingDocument>(DataFolder.Text("founding/membership.json"));

    public static TariffDocument Tariff { get; } =
        JsonParser.Default.Parse<TariffDocument>(DataFolder.Text("founding/tariff.json"));

    public static List<Dictionary<string, string>> Rates { get; } =
        DataFolder.Csv(DataFolder.PathOf("founding/exchange-rates.csv"));
}
