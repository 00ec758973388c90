using Microsoft.AspNetCore.Diagnostics;

namespace CrmClub.Web.Pages;

/// <summary>The page of a problem is read, whatever it was that failed: a form must not be posted to it.</summary>
internal sealed class ProblemIsRead(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || context.Features.Get<IExceptionHandlerFeature>() is not null)
            context.Request.Method = HttpMethods.Get;
        return next(context);
    }
}
