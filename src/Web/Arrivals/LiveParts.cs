using CrmClub.Web.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CrmClub.Web.Arrivals;

/// <summary>Marks a page that has a part which is asked for again while somebody looks.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LiveAttribute : Attribute;

/// <summary>The parts of pages that are asked for again, each at an address of its own.</summary>
internal static class LiveParts
{
    internal const string Declarations = "/declarations/live";

    /// <summary>Whether it is asked for by a script: nobody's doing, by which no session becomes longer.</summary>
    internal static bool IsAskedFor(HttpRequest request) => request.Path == Declarations;

    internal static void MapLiveParts(this WebApplication app) =>
        app.MapGet(Declarations, () => new RazorComponentResult<DeclarationsNow>())
            .RequireAuthorization(Access.Secretariat);
}
