using Microsoft.AspNetCore.Antiforgery;

namespace CrmClub.Web;

/// <summary>What the forms of the pages are sent to.</summary>
internal static class FormPosts
{
    /// <summary>Answers a form that bears the token of one of our pages; any other is refused.</summary>
    internal static void MapForm(
        this WebApplication app, string path, Func<HttpContext, IFormCollection, IResult> answer) =>
        app.MapPost(path, async (HttpContext context, IAntiforgery antiforgery) =>
            context.Request.HasFormContentType && await antiforgery.IsRequestValidAsync(context)
                ? answer(context, await context.Request.ReadFormAsync(context.RequestAborted))
                : Results.StatusCode(StatusCodes.Status400BadRequest));
}
