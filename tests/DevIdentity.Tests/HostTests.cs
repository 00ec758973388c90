using CrmClub.Tests.Bench;

namespace CrmClub.DevIdentity.Tests;

public sealed class HostTests
{
    [Fact]
    public void Build_Production_IsRefused()
    {
        var arguments = TestIdentity.Arguments(Loopback.NewFolder(), 0);
        arguments[0] = "--environment=Production";

        var refusal = Assert.Throws<InvalidOperationException>(() => DevIdentityHost.Build(arguments));
        Assert.Contains("refuses Production", refusal.Message);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://192.0.2.1:0")]
    [InlineData("http://localhost.example:0")]
    public void Build_AddressForOthers_IsRefused(string url)
    {
        string[] arguments =
            [.. TestIdentity.Arguments(Loopback.NewFolder(), 0), $"--Kestrel:Endpoints:http:Url={url}"];

        Assert.Throws<InvalidOperationException>(() => DevIdentityHost.Build(arguments));
    }

    [Fact]
    public void Build_NoIdentities_IsRefused() => Assert.Throws<InvalidOperationException>(() => DevIdentityHost.Build(
        [.. TestIdentity.Arguments(Loopback.NewFolder(), 0), "--DevIdentity:IdentitiesFile=/nowhere.json"]));

    [Fact]
    public async Task SigningKey_Restart_StaysAndIsForItsOwnerAlone()
    {
        string before;
        var first = await TestIdentity.StartAsync();
        await using (first)
            before = await KeysAsync(first);
        await using var second = await TestIdentity.StartAsync(first.Folder);

        Assert.Equal(before, await KeysAsync(second));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(first.Folder, "identity-key.pem")));
        }
    }

    [Fact]
    public async Task Health_Started_IsHealthy()
    {
        await using var identity = await TestIdentity.StartAsync();

        Assert.Equal("Healthy", await identity.Http.GetStringAsync("/health", TestContext.Current.CancellationToken));
        Assert.Equal("Healthy", await identity.Http.GetStringAsync("/alive", TestContext.Current.CancellationToken));
    }

    private static Task<string> KeysAsync(TestIdentity identity) =>
        identity.Http.GetStringAsync("common/discovery/v2.0/keys", TestContext.Current.CancellationToken);
}
