using System.Net;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Duty;

namespace CrmClub.Web.Tests;

/// <summary>A duty found without an account.</summary>
public sealed class FinderTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Path = "/register/duty";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Find a duty", "Duty today", "adopted, not published: ")]
    [InlineData("ja", "関税額の照会", "本日の関税額", "採択済み・未公布：")]
    public async Task Find_ByAnybody_ShowsTodayTheWeekAndWhatIsAdopted(string language, params string[] words)
    {
        using var anybody = bench.Web.Browse(language);
        var (status, page) = await FindAsync(anybody, "2846 90.20");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All(words, word => Assert.Contains(word, page));
        Assert.Contains("2,000.00 EUR", page);
        Assert.Contains("4,000.00 EUR", page);
        Assert.Contains("20 % = 2000.00 EUR", page);
        Assert.DoesNotContain("<script>", page);
        Assert.Null(StubDutyFinder.Token);
        Assert.Equal(("28469020", "CN", "42549.60", "DE"), (StubDutyFinder.Asked.GoodsCode,
            StubDutyFinder.Asked.Origin, StubDutyFinder.Asked.CustomsValue.Amount,
            StubDutyFinder.Asked.Administration));
    }

    [Fact]
    public async Task Find_WithAFault_NamesItAtItsFieldAndKeepsWhatWasWritten()
    {
        using var anybody = bench.Web.Browse();
        var (status, page) = await FindAsync(anybody, "99", "\u202eF-😀");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("<strong id=\"GoodsCode-fault\" class=\"fault\">There is no such code.</strong>", page);
        Assert.Contains("name=\"Form.Value\" value=\"42549.60\"", page);
        Assert.Contains("\u202eF-😀", WebUtility.HtmlDecode(page));
    }

    [Theory]
    [InlineData("F-XX-0001", "There is no such facility or certificate in the register.")]
    [InlineData(StubRegister.Certificate, "has no certificate that covers these goods")]
    public async Task Find_BySupplierThatDoesNotCount_SaysSoAndReckonsWithoutIt(string supplier, string words)
    {
        using var anybody = bench.Web.Browse();
        var (status, page) = await FindAsync(anybody, "28469020", supplier);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(words, page);
        Assert.Contains("2,000.00 EUR", page);
        Assert.Equal(CertificateLevel.Unspecified, StubDutyFinder.Asked.AssumedCertificateLevel);
    }

    [Fact]
    public async Task Find_ServiceDown_KeepsWhatWasWritten()
    {
        await using var lonely = await RunningWeb.StartAsync(bench.Identity.Instance, "http://127.0.0.1:9");
        using var anybody = lonely.Browse();
        var (status, page) = await FindAsync(anybody, "28469020");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("Nothing is lost.", page);
        Assert.Contains("name=\"Form.Value\" value=\"42549.60\"", page);
    }

    [Fact]
    public async Task Find_WithoutTheFormsToken_IsRefused()
    {
        using var anybody = bench.Web.Browse();
        using var answer = await anybody.PostAsync(
            Path, Cancel, ["_handler", "goods"], ["Form.GoodsCode", "11111111"]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEqual("11111111", StubDutyFinder.Asked.GoodsCode);
    }

    /// <summary>The best that covers the goods and counts until the last of the days.</summary>
    [Theory]
    [InlineData("", "2027-01-01", "", true)]
    [InlineData("", "2026-12-06", "", false)]
    [InlineData("2026-12-06", "2027-01-01", "", false)]
    [InlineData("2026-12-07", "2027-01-01", "", true)]
    [InlineData("", "2027-01-01", "2026-12-06", false)]
    public void Certificate_OfASupplier_CountsUntilTheLastDay(
        string revoked, string validTo, string suspended, bool counts)
    {
        var certificate = new RegisteredCertificate
        {
            State = RegisterState.Valid,
            ValidTo = validTo,
            RevokedFrom = revoked,
            Level = CertificateLevel.B,
            Scopes = { new Scope { Material = "Dy", Stage = Stage.SeparatedCompound } },
        };
        if (suspended.Length > 0)
            certificate.Suspensions.Add(new CertificateSuspension { From = suspended });
        var line = new ClubLine { Material = "Dy", Stage = Stage.SeparatedCompound };

        var found = SuppliersCertificate.For([certificate], line, "2026-12-07");
        var other = SuppliersCertificate.For([certificate], new ClubLine { Material = "Nd" }, "2026-12-07");

        Assert.Equal(counts, found is not null);
        Assert.Null(other);
    }

    private static async Task<(HttpStatusCode Status, string Page)> FindAsync(
        Browsing anybody, string code, string supplier = "")
    {
        var form = await anybody.TextAsync(Path, Cancel);
        using var answer = await anybody.PostAsync(Path, Cancel,
            ["_handler", "goods"], ["token", Browsing.TokenOf(form)], ["Form.GoodsCode", code],
            ["Form.Origin", "cn"], ["Form.Supplier", supplier], ["Form.Value", "42549.60"], ["Form.Currency", "EUR"],
            ["Form.NetMass", "254"], ["Form.Administration", "de"], ["Form.Arrival", "2026-12-03"]);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
