using System.Net;
using CrmClub.System.Tests.Clubs;

namespace CrmClub.System.Tests.Hosting;

/// <summary>By which names the club's doors answer.</summary>
public sealed class HostNameTests(RunningClub running)
{
    [Theory]
    [InlineData("gateway", "localhost", HttpStatusCode.OK)]
    [InlineData("gateway", "club.example", HttpStatusCode.BadRequest)]
    [InlineData("identity", "localhost", HttpStatusCode.OK)]
    [InlineData("identity", "club.example", HttpStatusCode.BadRequest)]
    [InlineData("web", "localhost", HttpStatusCode.OK)]
    [InlineData("web", "club.example", HttpStatusCode.BadRequest)]
    public async Task Call_ByAName_IsAnsweredByItsOwnAlone(string resource, string host, HttpStatusCode expected)
    {
        using var http = running.Club.Http(resource);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/alive") { Headers = { Host = host } };

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
    }
}
