using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using CrmClub.AppHost.Servers;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Hosting;

/// <summary>The three ways to PostgreSQL, RabbitMQ and Redis, read from what would be started.</summary>
public sealed class ServerChoiceTests
{
    private static readonly string[] Servers = ["postgres", "rabbitmq", "redis"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_WithoutContainers_AreTheMachinesOwn()
    {
        using var folder = new TestFolder();

        var resources = await ResourcesAsync(folder, "--CLUB_CONTAINERS=off");

        Assert.All(Servers, name => Assert.IsType<LocalServer>(resources[name]));
    }

    [Fact]
    public async Task Servers_WithContainers_AreContainersThatServicesReachOnLoopback()
    {
        using var folder = new TestFolder();

        var resources = await ResourcesAsync(folder, "--CLUB_CONTAINERS=on");

        Assert.All(Servers, name =>
        {
            Assert.NotNull(resources[name].Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()?.Tag);
            var endpoint = Assert.Single(resources[name].Annotations.OfType<EndpointAnnotation>());
            Assert.Equal(KnownHostNames.Localhost, endpoint.TargetHost);
            Assert.Contains($"{endpoint.Port}", ConnectionsOf(resources["declarations"])[name]);
        });
    }

    [Fact]
    public async Task Servers_Given_AreNotStarted_AndPostgresIsEnteredByTheServicesOwnRole()
    {
        using var folder = new TestFolder();

        var resources = await ResourcesAsync(folder,
            "--ConnectionStrings:postgres=Host=db.example;Port=5433;Username=admin;Password=x;SSL Mode=Require",
            "--ConnectionStrings:rabbitmq=amqp://club:x@mq.example:5672/crm",
            "--ConnectionStrings:redis=cache.example:6379,ssl=true");

        Assert.All(Servers, name => Assert.IsNotType<LocalServer>(resources[name]));
        Assert.All(Servers, name => Assert.Empty(resources[name].Annotations.OfType<ContainerImageAnnotation>()));
        var connections = ConnectionsOf(resources["declarations"]);
        Assert.Equal("amqp://club:x@mq.example:5672/crm", connections["rabbitmq"]);
        Assert.Equal("cache.example:6379,ssl=true", connections["redis"]);
        Assert.Contains("Host=db.example;Port=5433", connections["postgres"]);
        Assert.Contains("Username=declarations_app", connections["postgres"]);
        Assert.Contains("SSL Mode=Require", connections["postgres"]);
        Assert.DoesNotContain("admin", connections["postgres"]);
    }

    private static async Task<Dictionary<string, IResource>> ResourcesAsync(TestFolder folder, params string[] options)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--CLUB_DIR={folder.Path}", "--CLUB_DASHBOARD=off", .. options],
            (host, _) => host.DisableDashboard = true,
            Cancel);
        // A host that is let go goes on to its end, in the background: here that is before it starts anything.
        builder.Eventing.Subscribe<BeforeStartEvent>((_, _) => throw new OperationCanceledException());
        return builder.Resources.ToDictionary(resource => resource.Name);
    }

    /// <summary>What the service would get as connection strings, by server.</summary>
    private static Dictionary<string, string> ConnectionsOf(IResource service)
    {
        var environment = new EnvironmentCallbackContext(
            new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run), service);
        foreach (var given in service.Annotations.OfType<EnvironmentCallbackAnnotation>())
            given.Callback(environment).GetAwaiter().GetResult();
        string Of(string name) => $"{environment.EnvironmentVariables[$"ConnectionStrings__{name}"]}";
        return new() { ["postgres"] = Of("declarations"), ["rabbitmq"] = Of("rabbitmq"), ["redis"] = Of("redis") };
    }
}
