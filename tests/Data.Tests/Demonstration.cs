using CrmClub.Contracts.Declarations.V1;
using Google.Protobuf;

namespace CrmClub.Data.Tests;

/// <summary>The demonstration's documents, their placeholders filled.</summary>
internal static class Demonstration
{
    public const string Facility = "F-MY-0001";
    public const string Certificate = "CRM-2027-000001";

    public static IReadOnlyList<Declaration> Declarations { get; } =
        [.. Documents<Declaration>("declarations.jsonl")];

    public static IEnumerable<T> Documents<T>(string name) where T : IMessage<T>, new() =>
        Filled(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(DataFolder.Parse<T>);

    public static string Filled(string name) =>
        DataFolder.Text($"demonstration/{name}")
            .Replace("{run}", "1")
            .Replace("{today}", Founding.Membership.FoundingDay)
            .Replace("{operator}", "O-0001")
            .Replace("{facility}", Facility)
            .Replace("{assessment}", "A-2027-0001")
            .Replace("{body}", "AB-0001")
            .Replace("{certificate}", Certificate);
}
