using CrmClub.Web.Proposals;
using CrmClub.Web.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CrmClub.Web.Arrivals;

/// <summary>Marks a page that has a part which is asked for again while somebody looks.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LiveAttribute : Attribute;

/// <summary>Marks such a part. It is asked for by a script: nobody's doing, by which no session becomes longer.
/// </summary>
internal sealed class LivePart;

/// <summary>The parts of pages that are asked for again, each at an address of its own.</summary>
internal static class LiveParts
{
    internal const string Declarations = "/declarations/live";

    /// <summary>Of the newest simulation of a proposal.</summary>
    internal static string Effect(int proposal) => $"/proposals/{proposal}/effect/live";

    internal static bool IsAskedFor(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<LivePart>() is not null;

    internal static void MapLiveParts(this WebApplication app)
    {
        Mark(app.MapGet(Declarations, () => new RazorComponentResult<DeclarationsNow>()));
        Mark(app.MapGet("/proposals/{number:int}/effect/live", (int number) =>
            new RazorComponentResult<EffectNow>(new { Number = number })));
    }

    private static void Mark(RouteHandlerBuilder part) =>
        part.RequireAuthorization(Access.Secretariat).WithMetadata(new LivePart());
}
