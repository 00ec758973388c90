using System.Globalization;
using CrmClub.ServiceDefaults;
using CrmClub.Suppliers.Certificates;
using Npgsql;

namespace CrmClub.Suppliers.Register;

/// <summary>
/// Lets anybody on the way keep the register's answers. All of them are of one state of the registry on one day: who
/// has an answer of that state already gets nothing twice, and nothing is looked up for them.
/// </summary>
internal sealed class RegisterCache(RequestDelegate next, RegisterNews news, ClubTime time)
{
    /// <summary>How long anybody on the way may answer from their copy.</summary>
    public static readonly TimeSpan KeptMax = TimeSpan.FromMinutes(1);

    private static readonly PathString Path = "/api/v1/register";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || !context.Request.Path.StartsWithSegments(Path))
        {
            await next(context);
            return;
        }

        var tag = await TagAsync(context.RequestAborted);
        context.Response.OnStarting(() =>
        {
            if (tag is null || context.Response.StatusCode is not (StatusCodes.Status200OK
                or StatusCodes.Status304NotModified))
                return Task.CompletedTask;
            context.Response.Headers.ETag = tag;
            context.Response.Headers.CacheControl = $"public, max-age={KeptMax.TotalSeconds:0}";
            return Task.CompletedTask;
        });
        if (tag is not null && context.Request.Headers.IfNoneMatch.SelectMany(Tags).Contains(tag))
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            await next(context);
    }

    private static string[] Tags(string? header) =>
        header?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    // Where the database does not answer, the call says so itself.
    private async Task<string?> TagAsync(CancellationToken cancel)
    {
        try
        {
            var version = await news.VersionAsync(cancel);
            var day = ChangeRules.Day(time.Today(ChangeRules.ClubZone));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"W/\"{version.Sealed}-{version.Waiting}-{version.Newest}-{day}\"");
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
