using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.CommandLine;

/// <summary>Values of an enum as they are typed, for instance "false-statement".</summary>
internal static class Choices
{
    public static IEnumerable<string> Of<T>() where T : struct, Enum => Enum.GetValues<T>()
        .Where(value => Convert.ToInt32(value) != 0)
        .Select(value => Figures.Words(value).Replace(' ', '-'));

    public static T Parse<T>(string words) where T : struct, Enum =>
        Enum.Parse<T>(words.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
