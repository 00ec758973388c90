namespace CrmClub.Web;

/// <summary>Marks a page that brings its style with it.</summary>
/// <param name="Hash">CSP's source of that style alone.</param>
internal sealed record OwnStyle(string Hash);

/// <summary>What a browser may do with what is served here: nothing that is not named.</summary>
internal sealed class PageHeaders(RequestDelegate next, IConfiguration settings)
{
    private readonly string _policy = Policy(new Uri(settings["AzureAd:Instance"] ?? SignIn.WebIdentity.Entra));

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: a page of an error begins with no headers.
        context.Response.OnStarting(() =>
        {
            Set(context, context.Response.Headers);
            return Task.CompletedTask;
        });
        return next(context);
    }

    // Browsers hold a form's redirect against form-action too: signing out leads to the identity server.
    private static string Policy(Uri identity) =>
        $"default-src 'none'; style-src {Look.Assets.Style.Source}; img-src 'self' data:; "
        + $"form-action 'self' {identity.GetLeftPart(UriPartial.Authority)}; frame-ancestors 'none'; base-uri 'none'";

    private void Set(HttpContext context, IHeaderDictionary headers)
    {
        var marks = context.GetEndpoint()?.Metadata;
        headers.ContentSecurityPolicy = marks?.GetMetadata<OwnStyle>() is { } own
            ? _policy.Replace(Look.Assets.Style.Source, $"'{own.Hash}'", StringComparison.Ordinal)
            : marks?.GetMetadata<Arrivals.LiveAttribute>() is not null
            ? $"{_policy}; script-src 'self'; connect-src 'self'"
            : Search.SingleKeys.MayBe(context.GetEndpoint()) ? $"{_policy}; script-src 'self'" : _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        if (context.GetEndpoint()?.Metadata.GetMetadata<Look.Kept>() is null)
            headers.CacheControl = "no-store";
    }
}
