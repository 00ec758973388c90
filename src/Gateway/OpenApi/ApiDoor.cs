using System.Text;
using System.Text.Encodings.Web;
using Microsoft.OpenApi;

namespace CrmClub.Gateway.OpenApi;

/// <summary>Shows the API's description at /api: a page to a browser, the document to everybody else.</summary>
internal static class ApiDoor
{
    public const string Path = "/api";
    public const string DocumentPath = "/api/openapi.json";

    private const string NothingElse = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

    // Made when somebody asks, and once: the contracts don't change while this runs.
    private static readonly Lazy<Task<(byte[] Document, byte[] Page)>> Made = new(MakeAsync);

    public static void MapApi(this WebApplication app)
    {
        app.MapGet(Path, (HttpContext context) => AnswerAsync(
            context, context.Request.Headers.Accept.Any(
                accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)));
        app.MapGet(DocumentPath, (HttpContext context) => AnswerAsync(context, asPage: false));
    }

    private static async Task AnswerAsync(HttpContext context, bool asPage)
    {
        var (document, page) = await Made.Value;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = NothingElse;
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = "Accept";
        context.Response.ContentType = asPage ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(asPage ? page : document, context.RequestAborted);
    }

    private static async Task<(byte[] Document, byte[] Page)> MakeAsync()
    {
        var description = ApiDescription.Build();
        using var document = new MemoryStream();
        await description.SerializeAsJsonAsync(document, OpenApiSpecVersion.OpenApi3_1);
        return (document.ToArray(), Encoding.UTF8.GetBytes(Page(description)));
    }

    private static string Page(OpenApiDocument description)
    {
        var page = new StringBuilder(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>CrmClub API</title></head>
            <body>
            <h1>CrmClub API</h1>
            <p>{Text(description.Info.Description)} <a href="{DocumentPath}">OpenAPI document</a></p>

            """);
        var operations = description.Paths.SelectMany(
            path => path.Value.Operations!, (path, one) => (Path: path.Key, Verb: one.Key, Operation: one.Value));
        foreach (var service in operations.GroupBy(one => one.Operation.Tags!.First().Name!))
        {
            page.Append($"<h2>{Text(service.Key)}</h2>\n");
            page.Append($"<p>{Text(description.Tags!.First(tag => tag.Name == service.Key).Description)}</p>\n<dl>\n");
            foreach (var (path, verb, operation) in service)
                page.Append($"<dt><code>{verb} {Text(path)}</code></dt><dd>{Text(operation.Summary)}</dd>\n");
            page.Append("</dl>\n");
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static string Text(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
