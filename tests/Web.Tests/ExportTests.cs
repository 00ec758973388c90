using System.IO.Compression;
using System.Net;
using CrmClub.Web.Exports;
using MiniExcelLibs;

namespace CrmClub.Web.Tests;

/// <summary>Lists as CSV: RFC 4180, with their filters, and nothing that a spreadsheet would run.</summary>
public sealed class ExportTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1+1", "'\t=1+1")]
    [InlineData("\r=1+1", "\"'\r=1+1\"")]
    [InlineData("\n=1+1", "\"'\n=1+1\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("+7", "+7")]
    [InlineData("-", "'-")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a \"b\"", "\"a \"\"b\"\"\"")]
    [InlineData("日本", "日本")]
    [InlineData("", "")]
    public void Field_AnyText_IsNoFormula(string text, string expected) => Assert.Equal(expected, Csv.Field(text));

    [Theory]
    [InlineData("/proposals/csv", "number,title,state,", "1,More from third countries,Submitted,")]
    [InlineData("/quotas/csv?only=exhausted", "order_number,open_from,", "099021,2026-07-01,2099-07-01,kg Dy2O3,")]
    [InlineData("/suppliers/csv?state=Revoked", "certificate,version,", "CRM-2026-000001,2,F-MY-0001,<script>")]
    [InlineData("/members/csv", "party,name_en,name_ja,", "JP,Japan,日本,Member,")]
    [InlineData("/tariff/csv", "goods_code,description_en,", "28469020,Dysprosium,ジスプロシウム,20 %,")]
    [InlineData("/declarations/csv", "acceptance_day,mrn,lrn,", "2026-11-27,26DENIRX26GMRY4WR1,<script>")]
    [InlineData("/cases/csv", "id,mrn,administration,", "00000000-0000-0000-0000-000000000007,26DE7,DE,Barred,")]
    [InlineData("/supply/csv", "material,stage,origin,kg,", "Nd,Metal,CN,,,60,")]
    [InlineData("/rates/csv", "series,base,quote,rate,", "EU-MONTHLY,EUR,JPY,160,")]
    [InlineData("/accounts/csv", "month,administration,currency,", "2026-10,DE,EUR,1000.00,250.00,-50.00,1200.00,")]
    [InlineData("/accounts/DE/2026-10/csv", "acceptance_day,mrn,lrn,", "2026-11-27,26DENIRX26GMRY4WR1,<script>")]
    public async Task List_AsCsv_HasAHeaderAndItsRows(string path, string header, string row)
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);
        using var answer = await person.GetAsync(path, Cancel);
        var table = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith(header, table);
        Assert.Contains($"\r\n{row}", table);
        Assert.EndsWith("\r\n", table);
        Assert.DoesNotContain("099020", table);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task List_AsWorkbook_HasItsRowsAndNoFormula()
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);
        using var answer = await person.GetAsync("/suppliers/xlsx?state=Revoked", Cancel);
        using var file = new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Cancel));

        Assert.Equal(Workbook.ContentType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("suppliers.xlsx", answer.Content.Headers.ContentDisposition!.FileName);
        var row = (IDictionary<string, object>)Assert.Single(file.Query(useHeaderRow: true));
        Assert.Equal(("CRM-2026-000001", 2.0, StubServices.Markup), (row["certificate"], row["version"], row["name"]));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("$=1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("007")]
    [InlineData("1234567890123456")]
    [InlineData("日本 <&> \"x\"")]
    [InlineData("a\u0001b")]
    public void Workbook_AnyText_IsNoFormulaAndNoOther(string text)
    {
        var bytes = Workbook.Of(["text", "number"], [[text, "-12.50"], ["", ""]]);

        Assert.DoesNotContain("<x:f", SheetOf(bytes));
        var rows = new MemoryStream(bytes).Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().ToList();
        Assert.Equal(text, rows[0]["text"]);
        Assert.Equal(-12.5, rows[0]["number"]);
        Assert.Null(rows[1]["number"]);
    }

    private static string SheetOf(byte[] workbook)
    {
        using var file = new ZipArchive(new MemoryStream(workbook));
        using var sheet = new StreamReader(file.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        return sheet.ReadToEnd();
    }

    [Fact]
    public void Workbook_OfNoRows_HasItsHeader()
    {
        var sheet = SheetOf(Workbook.Of(["text", "number"], []));

        Assert.Contains(">text<", sheet);
        Assert.Contains(">number<", sheet);
    }

    [Theory]
    [InlineData("/quotas?only=shut")]
    [InlineData("/suppliers?state=soon")]
    [InlineData("/proposals?state=Draft")]
    [InlineData("/members?day=2026-03-01")]
    public async Task List_Page_LeadsToItsCsvWithTheSameFilters(string path)
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);

        var page = await person.TextAsync(path, Cancel);
        Assert.All(["csv", "xlsx"], form => Assert.Contains($"href=\"{path.Replace("?", $"/{form}?")}\"", page));
    }

    [Theory]
    [InlineData("/declarations/csv")]
    [InlineData("/quotas/csv")]
    public async Task Csv_Nobody_IsLedToSignIn(string path)
    {
        using var nobody = bench.Web.Browse();
        using var answer = await nobody.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}
