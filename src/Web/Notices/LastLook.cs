using System.Globalization;

namespace CrmClub.Web.Notices;

/// <summary>Up to which instant a reader has seen the notices, kept in a cookie of this browser.</summary>
internal static class LastLook
{
    internal const string Path = "/notices/seen";

    /// <summary>The form's field: when the newest notice shown was recorded, in Unix milliseconds.</summary>
    internal const string Field = "until";

    private const string Name = "crm-seen";

    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    /// <summary>The beginning of time if none was marked, or the mark is none.</summary>
    internal static DateTimeOffset Of(HttpRequest request, IHostEnvironment environment) =>
        Read(request.Cookies[Cookie(environment).Name!]) ?? DateTimeOffset.MinValue;

    internal static void MapLastLook(this WebApplication app) => app.MapForm(Path, (context, form) =>
    {
        if (Read(form[Field]) is { } seen)
        {
            var cookie = Cookie(app.Environment);
            context.Response.Cookies.Append(cookie.Name!, Written(seen), cookie.Build(context));
        }

        return Results.LocalRedirect("/#since");
    });

    internal static string Written(DateTimeOffset instant) =>
        instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Read(string? written) =>
        long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    private static CookieBuilder Cookie(IHostEnvironment environment) => environment.Sealed(
        new CookieBuilder { MaxAge = Life, SameSite = SameSiteMode.Lax }, Name);
}
