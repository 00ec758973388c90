using System.Text.Json;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing;

namespace CrmClub.System.Tests.Commands;

/// <summary>What the command line ends with, and where it says why, on a running club.</summary>
[Collection<TroubledClub>]
public sealed class ExitCodeTests(TroubledClub troubled)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "status")]
    [InlineData(0, "declare data/examples/declaration.json --validate-only")]
    [InlineData(1, "declare data/examples/declaration-with-faults.json")]
    [InlineData(1, "tariff check data/examples/declaration.json")]
    [InlineData(2, "tariff show 28469020 --on 1999-01-01x")]
    [InlineData(2, "duty --goods 28053010 --origin XX --value -1 --currency USD --net-mass 1")]
    [InlineData(2, "declare nowhere.json")]
    [InlineData(3, "certificate show CRM-2026-999999")]
    [InlineData(3, "declaration show 26DEQA1SMOVPEHM4R6")]
    [InlineData(3, "supplier show F-MY-9999")]
    [InlineData(3, "member show XX")]
    [InlineData(4, "certificate list --as nobody")]
    [InlineData(4, "declaration recompute --as customs-de")]
    public async Task Run_OnAClub_EndsWithItsCodeAndSaysWhyOnStandardError(int code, string line)
    {
        await troubled.Club.UntilHealthyAsync(Cancel);

        var run = await troubled.Club.CommandAsync(line.Split(' '));

        Assert.True(code == run.ExitCode, run.ToString());
        Assert.Equal(code == 0, run.Error.Length == 0);
        Assert.Equal(code == 0, run.Output.Length > 0);
    }

    [Theory]
    [InlineData("declaration-result", "declare data/examples/declaration-with-faults.json")]
    [InlineData("tariff-version", "tariff show")]
    public async Task Json_OtherThanTheExamplesAnswer_IsByItsSchema(string schema, string line)
    {
        var run = await troubled.Club.CommandAsync([.. line.Split(' '), "--json"]);

        Assert.Empty(JsonSchemas.Faults(schema, run.Output));
    }

    [Fact]
    public async Task Status_ACopyThatHearsNothing_IsDegradedAndSaysOfWhom()
    {
        await troubled.Club.StopAsync("membership", Cancel);
        try
        {
            var run = await troubled.Club.CommandAsync("status", "--json");
            await Testing.Eventually.HoldsAsync("a copy of membership is degraded", async () =>
            {
                run = await troubled.Club.CommandAsync("status", "--json");
                return Part(run, "declarations").GetProperty("state").GetString() == "Degraded";
            }, Within, Cancel);

            Assert.Equal(1, run.ExitCode);
            Assert.Empty(JsonSchemas.Faults("status", run.Output));
            Assert.Equal("copies: Not heard: membership.",
                Assert.Single(Part(run, "declarations").GetProperty("why").EnumerateArray()).GetString());
        }
        finally
        {
            await troubled.Club.StartAsync("membership", Cancel);
            await troubled.Club.UntilHealthyAsync(Cancel);
        }
    }

    [Fact]
    public async Task Demonstrate_TwiceOnOneDay_IsDoneBothTimes()
    {
        var first = await troubled.Club.CommandAsync("demonstrate");
        var second = await troubled.Club.CommandAsync("demonstrate");

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.True(second.ExitCode == 0, second.ToString());
    }

    [Fact]
    public async Task Club_ByItsAddressWithATokenOfOnesOwn_AnswersAsThatIdentity()
    {
        var address = troubled.Club.Address("gateway", "grpc").ToString();
        var token = await troubled.Club.TokenAsync("customs-de", Cancel);
        await troubled.Club.UntilHealthyAsync(Cancel);

        var status = await CommandLine.RunAsync(["status", "--club", address], token);
        var declared = await CommandLine.RunAsync(
            ["declare", "data/examples/declaration.json", "--club", address], token);
        var refused = await CommandLine.RunAsync(["declaration", "recompute", "--club", address], token);
        var web = await CommandLine.RunAsync(["declaration", "list", "--within", "2", "--club",
            troubled.Club.Address("gateway", "http").ToString()], token);

        Assert.True(status.ExitCode == 0, status.ToString());
        Assert.True(declared.ExitCode == 0, declared.ToString());
        Assert.True(refused.ExitCode == 4, refused.ToString());
        Assert.True(web.ExitCode == 2, web.ToString());
    }

    private static JsonElement Part(CommandRun status, string name) => JsonDocument.Parse(status.Output).RootElement
        .GetProperty("resources").EnumerateArray().Single(part => part.GetProperty("name").GetString() == name);
}
