namespace CrmClub.Web.Language;

/// <summary>What a reader may choose, kept in a cookie.</summary>
/// <param name="Name">Name of the cookie and of the form's field.</param>
/// <param name="Values">The values there are; the first one where nothing else is known.</param>
internal sealed record Preference(string Name, IReadOnlyList<string> Values)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    /// <summary>What was chosen, null if nothing was.</summary>
    public string? Of(HttpRequest request, IHostEnvironment environment)
    {
        var value = request.Cookies[Cookie(environment).Name!];
        return Values.Contains(value) ? value : null;
    }

    public void Keep(HttpContext context, IHostEnvironment environment, string? value)
    {
        if (!Values.Contains(value))
            return;
        var cookie = Cookie(environment);
        context.Response.Cookies.Append(cookie.Name!, value!, cookie.Build(context));
    }

    private CookieBuilder Cookie(IHostEnvironment environment) => environment.Sealed(
        new CookieBuilder { MaxAge = Life, SameSite = SameSiteMode.Lax }, $"crm-{Name}");
}

internal static class Preferences
{
    internal const string Path = "/preferences";

    internal static readonly Preference Language = new("language", ["en", "ja"]);

    internal static readonly Preference Theme = new("theme", ["system", "light", "dark"]);

    /// <summary>Whether single keys lead somewhere.</summary>
    internal static readonly Preference Keys = new("keys", ["on", "off"]);

    internal static void MapPreferences(this WebApplication app) => app.MapForm(Path, (context, form) =>
    {
        foreach (var preference in new[] { Language, Theme, Keys })
            preference.Keep(context, app.Environment, form[preference.Name]);
        var back = form["back"].ToString();
        return Results.LocalRedirect(IsLocal(back) ? back : "/");
    });

    private static bool IsLocal(string address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);
}
