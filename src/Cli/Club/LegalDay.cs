using System.Globalization;

namespace CrmClub.Cli.Club;

/// <summary>Days as the law counts them: local dates of an administration's zone.</summary>
internal static class LegalDay
{
    /// <summary>The zone of the club's secretariat.</summary>
    public const string Secretariat = "Europe/Brussels";

    public static DateOnly In(string zone, DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);

    /// <summary>As it is written on the wire.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
