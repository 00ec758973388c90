using System.Globalization;

namespace CrmClub.Journal.Tests;

/// <summary>What a run is given by its environment.</summary>
internal static class Given
{
    public static int Number(string variable, int otherwise) => int.TryParse(
        Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var given) ? given : otherwise;
}
