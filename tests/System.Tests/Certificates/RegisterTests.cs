using System.Net;
using System.Text.Json;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Eventually = CrmClub.Testing.Eventually;

namespace CrmClub.System.Tests.Certificates;

/// <summary>The register at the club's one door, without a token.</summary>
public sealed class RegisterTests(RunningClub running)
{
    private const string Register = "/api/v1/register";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_ACertificateIssuedAndRevoked_IsShownWithItsState()
    {
        using var http = running.Club.Http("gateway");
        var certificate = await running.Club.CertifyAsync(Cancel);

        Assert.Equal("REGISTER_STATE_VALID", await StateAsync());
        await running.Club.RevokeAsync(certificate, Cancel);
        Assert.Equal("REGISTER_STATE_REVOKED", await StateAsync());

        using var history = await JsonAsync(http, $"{Register}/certificates/{certificate.Number}");
        Assert.Equal(2, history.RootElement.GetProperty("history").GetArrayLength());
        Assert.Equal(certificate.Facility,
            history.RootElement.GetProperty("facility").GetProperty("number").GetString());

        async Task<string?> StateAsync()
        {
            using var found = await JsonAsync(http, $"{Register}/facilities?text={certificate.Facility}");
            return Assert.Single(found.RootElement.GetProperty("facilities").EnumerateArray())
                .GetProperty("certificates").EnumerateArray()
                .Single(one => one.GetProperty("number").GetString() == certificate.Number)
                .GetProperty("state").GetString();
        }
    }

    [Theory]
    [InlineData("/facilities?country=MY", "application/json; charset=utf-8")]
    [InlineData("/export/csv", "text/csv; charset=utf-8")]
    [InlineData("/export/json", "application/json")]
    public async Task Get_WhatOneHas_IsNotSentAgainUntilItChanges(string path, string type)
    {
        using var http = running.Club.Http("gateway");
        await running.Club.CertifyAsync(Cancel);
        HttpResponseMessage first = null!, again = null!;
        // Others change the registry, too: at some moment nothing happens between two questions.
        await Eventually.HoldsAsync("an answer is not sent twice", async () =>
        {
            first = await http.GetAsync($"{Register}{path}", Cancel);
            again = await AgainAsync(first);
            return again.StatusCode == HttpStatusCode.NotModified;
        }, TimeSpan.FromSeconds(30), Cancel);

        Assert.Equal((HttpStatusCode.OK, type), (first.StatusCode, $"{first.Content.Headers.ContentType}"));
        Assert.Equal("public, max-age=60", $"{first.Headers.CacheControl}");
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancel));

        await running.Club.CertifyAsync(Cancel);
        using var changed = await AgainAsync(first);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);

        async Task<HttpResponseMessage> AgainAsync(HttpResponseMessage before)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Register}{path}");
            request.Headers.IfNoneMatch.Add(before.Headers.ETag!);
            return await http.SendAsync(request, Cancel);
        }
    }

    [Theory]
    [InlineData("/facilities/F-XX-0000", HttpStatusCode.NotFound)]
    [InlineData("/certificates/CRM-0000-000000", HttpStatusCode.NotFound)]
    [InlineData("/export/xml", HttpStatusCode.BadRequest)]
    [InlineData("/facilities?author=x", HttpStatusCode.BadRequest)]
    [InlineData("/facilities?text=%00", HttpStatusCode.BadRequest)]
    [InlineData("/facilities?pageSize=101", HttpStatusCode.BadRequest)]
    public async Task Get_WhatThereIsNot_IsRefusedAndNotKept(string path, HttpStatusCode expected)
    {
        using var http = running.Club.Http("gateway");
        using var answer = await http.GetAsync($"{Register}{path}", Cancel);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Null(answer.Headers.ETag);
    }

    private static async Task<JsonDocument> JsonAsync(HttpClient http, string path) =>
        JsonDocument.Parse(await http.GetStringAsync(path, Cancel));
}
