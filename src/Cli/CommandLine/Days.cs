using System.CommandLine.Parsing;
using System.Globalization;

namespace CrmClub.Cli.CommandLine;

/// <summary>Days as they are typed.</summary>
internal static class Days
{
    private const string Form = "yyyy-MM-dd";

    public static DateOnly? Parse(ArgumentResult result)
    {
        if (result.Tokens.Count == 0) return null;
        var text = result.Tokens[^1].Value;
        if (DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        result.AddError($"{text} is no day; a day is written YYYY-MM-DD, for instance 2026-11-25.");
        return null;
    }
}
