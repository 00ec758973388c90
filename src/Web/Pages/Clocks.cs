using System.Globalization;
using CrmClub.ServiceDefaults;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Web.Pages;

/// <summary>
/// The two clocks of a page: the legal day that it is about, and the instant up to which it knows. Both stand in the
/// address (<c>?day=…&amp;known=…</c>), or are now.
/// </summary>
internal sealed class Clocks
{
    /// <summary>Where the secretariat's legal day begins and ends.</summary>
    internal const string Zone = "Europe/Brussels";

    private const string DayForm = "yyyy-MM-dd";
    internal const string InstantForm = "yyyy-MM-ddTHH:mm";

    private readonly DateTimeOffset? _known;

    public Clocks(IHttpContextAccessor current, ClubTime time)
    {
        Now = time.UtcNow;
        Today = time.Today(Zone);
        var query = current.HttpContext?.Request.Query;
        Day = DateOnly.TryParseExact(query?["day"], DayForm, out var day) ? day : Today;
        if (DateTimeOffset.TryParseExact(query?["known"], InstantForm, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var known))
            _known = known;
    }

    public DateOnly Today { get; }

    public DateTimeOffset Now { get; }

    public DateOnly Day { get; }

    public DateTimeOffset Known => _known ?? Now;

    public bool AreNow => Day == Today && _known is null;

    public string DayText => Text(Day);

    /// <summary>What keeps an address at the same day and instant; empty where they are now.</summary>
    public string Query => AreNow ? "" : $"?day={DayText}" + (_known is null ? "" : $"&known={KnownField}");

    /// <summary>As a browser's field of date and time has it.</summary>
    public string KnownField => _known?.ToString(InstantForm, CultureInfo.InvariantCulture) ?? "";

    public Timestamp? KnownAt => _known is { } known ? Timestamp.FromDateTimeOffset(known) : null;

    internal static string Text(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    internal static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    internal static string Text(Timestamp? instant) => instant is null ? "" : Text(instant.ToDateTimeOffset());
}
