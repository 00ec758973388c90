using System.Net;
using CrmClub.System.Tests.Clubs;

namespace CrmClub.System.Tests.Hosting;

public sealed class HealthTests(RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_EveryResource_IsHealthy()
    {
        await running.Club.UntilHealthyAsync(Cancel);

        Assert.Superset(
            new HashSet<string> { "postgres", "rabbitmq", "redis", "identity" }, running.Club.Resources.ToHashSet());
    }

    [Fact]
    public async Task Health_EachService_AnswersWhereTheHostSays()
    {
        string[] servers = ["postgres", "rabbitmq", "redis"];
        foreach (var service in running.Club.Resources.Except(servers))
        {
            using var http = running.Club.Http(service);
            using var answer = await http.GetAsync("/health", Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{service}: {answer.StatusCode}");
        }
    }

    [Fact]
    public void Files_WithSecrets_AreForTheOwnerAlone()
    {
        string[] secret = ["credentials.json", "identities.json", "club.json"];
        Assert.All(secret, name => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(running.Club.Folder, name))));
    }
}
