using System.Globalization;

namespace CrmClub.Web.Language;

/// <summary>Lets each request be answered in its reader's language: as chosen here, else as the browser asks.</summary>
internal sealed class ReadersLanguage(RequestDelegate next, IHostEnvironment environment)
{
    public Task InvokeAsync(HttpContext context)
    {
        var chosen = Preferences.Language.Of(context.Request, environment);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(chosen ?? Asked(context.Request));
        return next(context);
    }

    private static string Asked(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => language.Value.ToString().Split('-')[0].ToLowerInvariant())
        .FirstOrDefault(Preferences.Language.Values.Contains) ?? Preferences.Language.Values[0];
}
