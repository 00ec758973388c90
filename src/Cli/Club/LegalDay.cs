using System.Globalization;

namespace CrmClub.Cli.Club;

/// <summary>Days as the law counts them: local dates of an administration's zone.</summary>
internal static class LegalDay
{
    /// <summary>The zone of the club's secretariat.</summary>
    public const string Secretariat = "Europe/Brussels";

    public static DateOnly In(string zone, DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);

    /// <summary>
    /// What to add to an instant for the same wall time of another day; summer time may lie between, so that whole
    /// days would miss that day near midnight.
    /// </summary>
    public static TimeSpan OffsetTo(DateOnly day, string zone, DateTimeOffset instant)
    {
        var rules = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var wall = day.ToDateTime(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, rules).DateTime));
        if (rules.IsInvalidTime(wall))
            wall = wall.AddHours(1);
        return new DateTimeOffset(wall, rules.GetUtcOffset(wall)) - instant;
    }

    /// <summary>As it is written on the wire.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
