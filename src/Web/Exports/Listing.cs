namespace CrmClub.Web.Exports;

/// <summary>A list's rows, in the form that the address ends with.</summary>
/// <param name="Header">Names of the columns.</param>
/// <param name="Rows">As many cells each.</param>
internal sealed record Listing(string[] Header, IReadOnlyList<string[]> Rows) : IResult
{
    public const string AsCsv = "csv";
    public const string AsXlsx = "xlsx";

    public Task ExecuteAsync(HttpContext context) => IsWorkbook(context)
        ? Results.Bytes(Workbook.Of(Header, Rows), Workbook.ContentType, FileName(context)).ExecuteAsync(context)
        : Results.Text(Csv.Of(Header, Rows), "text/csv; charset=utf-8; header=present").ExecuteAsync(context);

    private static bool IsWorkbook(HttpContext context) =>
        context.Request.Path.Value!.EndsWith($"/{AsXlsx}", StringComparison.Ordinal);

    // Of the page's path, for instance "quotas.xlsx".
    private static string FileName(HttpContext context) =>
        $"{context.Request.Path.Value!.Trim('/').Replace($"/{AsXlsx}", "").Replace('/', '-')}.{AsXlsx}";
}
