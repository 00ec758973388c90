using System.Globalization;

namespace CrmClub.Declarations.Accounts;

/// <summary>Months as they are written.</summary>
internal static class Months
{
    private const string Form = "yyyy-MM";

    public static string Text(DateOnly month) => month.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Its first day.</summary>
    public static bool TryParse(string text, out DateOnly month) =>
        DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out month);
}
