using System.Net;
using CrmClub.Tests.Bench;
using CrmClub.Web.Documents;
using UglyToad.PdfPig;

namespace CrmClub.Web.Tests;

/// <summary>What people keep on paper: read back as text, and its code as a camera would.</summary>
public sealed class DocumentTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Font = "/usr/share/fonts/truetype/vlgothic/VL-PGothic-Regular.ttf";
    private const string OfCertificate = $"/register/certificates/{StubRegister.Certificate}/pdf";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Certificate_ByAnybody_IsInBothLanguagesAndItsCodeLeadsToItsVerification()
    {
        using var anybody = bench.Web.Browse();
        using var answer = await anybody.GetAsync(OfCertificate, Cancel);

        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("CRM-2026-000001.pdf", answer.Content.Headers.ContentDisposition!.FileName);
        using var pdf = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync(Cancel));
        string[] words =
        [
            "Certificate CRM-2026-000001", "証明書", "revoked · 取消済み", "separated compound · 分離化合物", "1,200",
            "2026-11-25", "A-2026-0001", "alert(1)",
        ];
        var text = TextOf(pdf);
        Assert.All(words, word => Assert.Contains(word, text));

        var code = new Uri(QrPicture.Read(pdf.GetPage(1)));
        Assert.Equal(new Uri(new Uri(TestIdentity.WebReturn), $"/register/verify?certificate=CRM-2026-000001"), code);
        var page = await anybody.TextAsync(code.PathAndQuery, Cancel);
        Assert.Contains("<h2>Certificate CRM-2026-000001</h2>", page);
        Assert.Contains("The credential holds.", page);
    }

    [Theory]
    [InlineData("en", "Case file 26DENIRX26GMRY4WR1", "alert(1)")]
    [InlineData("ja", "記録一式 26DENIRX26GMRY4WR1", "二次元コード")]
    public async Task CaseFile_ByTheSecretariat_IsInTheReadersLanguage(string language, params string[] words)
    {
        using var person = bench.Web.Browse(language);
        await person.SignInAsync("secretariat", Cancel);
        using var answer = await person.GetAsync($"/declarations/{StubServices.Mrn}/case/pdf", Cancel);
        using var pdf = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync(Cancel));

        Assert.All(words, word => Assert.Contains(word, TextOf(pdf)));
        Assert.EndsWith($"/declarations/{StubServices.Mrn}", QrPicture.Read(pdf.GetPage(pdf.NumberOfPages)));
    }

    [Theory]
    [InlineData("/register/certificates/none/pdf", HttpStatusCode.NotFound)]
    [InlineData("/register/verify?certificate=none", HttpStatusCode.NotFound)]
    [InlineData($"/declarations/{StubServices.Mrn}/case/pdf", HttpStatusCode.Redirect)]
    public async Task Document_OfWhatThereIsNotOrMayNotBeSeen_IsNone(string path, HttpStatusCode status)
    {
        using var anybody = bench.Web.Browse();
        using var answer = await anybody.GetAsync(path, Cancel);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("en", "scripts/install")]
    [InlineData("ja", "フォントがインストールされていません")]
    public async Task Document_WithoutTheFont_NamesItAndWhatToDo(string language, string words)
    {
        await using var bare = await RunningWeb.StartAsync(
            bench.Identity.Instance, bench.Services.Address, "--Documents:Font=/nowhere/none.ttf");
        using var anybody = bare.Browse(language);
        using var answer = await anybody.GetAsync(OfCertificate, Cancel);
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("/nowhere/none.ttf", page);
        Assert.Contains(words, page);
    }

    [Fact]
    public void Table_OverSeveralPages_RepeatsItsHeadAndLosesNoRow()
    {
        using var sheet = new PdfSheet(Font, "en", "Rows");
        sheet.Table("All of them", ["Number", "Words"], Enumerable.Range(1, 150).Select(row =>
            new[] { $"row-{row}", row == 75 ? string.Concat(Enumerable.Repeat("あいうえお", 1200)) : "some words" }));
        using var pdf = PdfDocument.Open(sheet.End("foot"));

        Assert.True(pdf.NumberOfPages > 4);
        Assert.All(pdf.GetPages(), page => Assert.Contains("Number", page.Text));
        Assert.All(pdf.GetPages(), page => Assert.Contains($"foot · {page.Number}/{pdf.NumberOfPages}", page.Text));
        var text = TextOf(pdf);
        Assert.All(Enumerable.Range(1, 150), row => Assert.Contains($"row-{row}", text));
        Assert.Equal(1200, text.Split('う').Length - 1);
        Assert.All(pdf.GetPages().SelectMany(page => page.Letters), letter =>
            Assert.InRange(letter.BoundingBox.Right, 0, 595 - 40));
    }

    [Fact]
    public void Sheets_WrittenAtOnce_AreAsGood() => Parallel.For(0, 16, place =>
    {
        using var sheet = new PdfSheet(Font, "ja", "同時");
        sheet.Heading(1, $"文書 {place}").Paragraph("Gänsefüßchen, 希土類、ジスプロシウム");
        using var pdf = PdfDocument.Open(sheet.End("foot"));
        Assert.Contains($"文書 {place}Gänsefüßchen, 希土類、ジスプロシウム", TextOf(pdf));
    });

    [Theory]
    [InlineData("some words here", 10, "some words|here")]
    [InlineData("some words here", 9, "some|words|here")]
    [InlineData("0123456789ab", 5, "01234|56789|ab")]
    [InlineData("希土類の証明書", 4, "希土類の|証明書")]
    [InlineData("希土類の、証明", 4, "希土類|の、証明")]
    [InlineData("Dy の証明", 4, "Dy の|証明")]
    [InlineData("one\ntwo", 9, "one|two")]
    [InlineData("", 9, "")]
    public void Lines_OfAText_BreakWhereAReaderExpectsIt(string text, int width, string expected) =>
        Assert.Equal(expected, string.Join('|', TextLines.Of(text, width, _ => 1)));

    private static string TextOf(PdfDocument pdf) => string.Concat(pdf.GetPages().Select(page => page.Text));
}
