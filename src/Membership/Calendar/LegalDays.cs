using System.Globalization;

namespace CrmClub.Membership;

/// <summary>Legal days as the contracts write them, and where the secretariat's begin.</summary>
internal static class LegalDays
{
    /// <summary>Zone in which the club's own days begin and end.</summary>
    public const string ClubZone = "Europe/Brussels";

    private const string Format = "yyyy-MM-dd";

    public static DateOnly Read(string day) => DateOnly.ParseExact(day, Format, CultureInfo.InvariantCulture);

    public static bool TryRead(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    public static string Write(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The instant at which a day of the secretariat begins; 24:00 of the day before.</summary>
    public static DateTimeOffset Begin(DateOnly day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(ClubZone);
        return TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), zone);
    }
}
