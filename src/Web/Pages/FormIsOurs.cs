using Microsoft.AspNetCore.Antiforgery;

namespace CrmClub.Web.Pages;

/// <summary>
/// A form without the token of one of our pages, or too large to be read, is answered by the page of a problem; the
/// framework would answer by a line of its own.
/// </summary>
internal sealed class FormIsOurs(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method)
            || context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
            return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
