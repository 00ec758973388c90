using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using Google.Protobuf;
using Grpc.Core;

namespace CrmClub.System.Tests.Tariff;

/// <summary>What must not pass, by each of the three doors: it is refused with what, where and why.</summary>
public sealed class BadInputTests(RunningClub running)
{
    private const string Expression = "content.additions[0].expression";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Content => new()
    {
        { new string('1', 10_000), Expression, "EXPRESSION" },
        { new string('(', 100_000), Expression, "EXPRESSION" },
        { "contradicting", "content.additions[1].valid_from", "ME32" },
    };

    [Theory, MemberData(nameof(Content))]
    public async Task Proposal_ThatCannotBe_IsNamedByEachDoor(string expression, string field, string rule)
    {
        var content = Proposed(expression);
        var request = new DraftProposalRequest
        {
            RequestId = Guid.CreateVersion7().ToString(),
            ValidateOnly = true,
            Content = content,
        };
        using var officer = running.Club.SignedInAs("secretariat");

        var byGrpc = await officer.CallAsync(
            options => officer.Proposals.DraftProposalAsync(request, options), cancel: Cancel);
        var (status, byJson) = await PostAsync("tariffs/proposals", JsonFormatter.Default.Format(request));
        var byCommand = await running.Club.CommandAsync(
            "proposal", "draft", FileOf(content), "--validate-only", "--json");

        Assert.Contains((field, rule), byGrpc.Check.Faults.Select(fault => (fault.Field, fault.Rule)));
        Assert.All(byGrpc.Check.Faults, fault => Assert.True(fault.Value.Length <= 100 && fault.Message.Length > 0));
        Assert.Equal(200, status);
        Assert.Equal(byGrpc.Check.Faults, FaultsOf(byJson));
        Assert.Equal(1, byCommand.ExitCode);
        using var written = JsonDocument.Parse(byCommand.Output);
        Assert.Equal(byGrpc.Check.Faults, FaultsOf(written.RootElement));
        var kept = await officer.CallAsync(
            options => officer.Proposals.ListProposalsAsync(new() { PageSize = 100 }, options), cancel: Cancel);
        Assert.DoesNotContain(kept.Proposals, proposal => proposal.Content.Title == content.Title);
    }

    [Fact]
    public async Task Day_BeforeTheFirstVersion_IsNamedByEachDoor()
    {
        const string Day = "2020-02-28";
        var consignment = new Consignment
        {
            Administration = "DE",
            AcceptanceDay = Day,
            Item = new GoodsItem
            {
                Number = 1,
                GoodsCode = "28053010",
                Origin = "CN",
                NetMassKg = "1",
                CustomsValue = new Money { Amount = "100", Currency = "EUR" },
            },
        };
        var request = new CalculateDutyRequest { Consignment = consignment };
        using var officer = running.Club.SignedInAs("secretariat");

        var byGrpc = await Assert.ThrowsAsync<RpcException>(() => officer.CallAsync(
            options => officer.Tariffs.CalculateDutyAsync(request, options), cancel: Cancel));
        var (status, byJson) = await PostAsync("tariffs/duty", JsonFormatter.Default.Format(request));
        var byCommand = await running.Club.CommandAsync(
            "duty", "--goods", "28053010", "--origin", "CN", "--value", "100", "--currency", "EUR", "--net-mass", "1",
            "--on", Day);

        Assert.Contains(Client.Refusal.From(byGrpc).Violations, fault =>
            (fault.Field, fault.Rule, fault.Value) == ("consignment.acceptance_day", "TARIFF_OF_DAY", Day));
        Assert.Equal(400, status);
        Assert.Contains("TARIFF_OF_DAY", byJson.GetRawText(), StringComparison.Ordinal);
        Assert.NotEqual(0, byCommand.ExitCode);
        Assert.Contains("No tariff applies on that day", byCommand.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Field_ThatThereIsNot_IsNamedByJsonAndTheCommandLine()
    {
        var (status, answer) = await PostAsync("tariffs/proposals", """{"content": {"tilte": "x", "ends": ["M-1"]}}""");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"tilte": "x"}""", Cancel);
        var byCommand = await running.Club.CommandAsync("proposal", "draft", file);

        Assert.Equal(400, status);
        Assert.Contains("UNKNOWN_FIELD", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("content.tilte", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, byCommand.ExitCode);
        Assert.Contains("tilte", byCommand.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('1', 10_000)]
    [InlineData('(', 100_000)]
    public async Task Expression_TooLong_IsRefusedByTheCommandLineWithItsColumn(char part, int length)
    {
        var run = await running.Club.CommandAsync("expression", new string(part, length), "--json");

        Assert.Equal(1, run.ExitCode);
        using var answer = JsonDocument.Parse(run.Output);
        Assert.True(answer.RootElement.GetProperty("column").GetInt32() >= 1);
    }

    private static ProposalContent Proposed(string expression)
    {
        var measure = new Measure
        {
            Type = MeasureType.Base,
            GoodsCode = "85051110",
            Origin = "NZ",
            Expression = expression == "contradicting" ? "9 %" : expression,
        };
        var content = new ProposalContent
        {
            Title = "What can't be",
            Reason = "Somebody slipped",
            LegalBase = "None",
            EffectiveOn = "2041-01-01",
            Additions = { measure },
        };
        if (expression == "contradicting")
            content.Additions.Add(new Measure(measure) { Expression = "11 %" });
        return content;
    }

    private static string FileOf(ProposalContent content)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, JsonFormatter.Default.Format(content));
        return file;
    }

    private static IEnumerable<Violation> FaultsOf(JsonElement answer) =>
        answer.GetProperty("check").GetProperty("faults").EnumerateArray()
            .Select(fault => JsonParser.Default.Parse<Violation>(fault.GetRawText()));

    private async Task<(int Status, JsonElement Answer)> PostAsync(string path, string body)
    {
        using var http = running.Club.Http("gateway");
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{path}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        message.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", await running.Club.TokenAsync("secretariat", Cancel));
        using var answer = await http.SendAsync(message, Cancel);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return ((int)answer.StatusCode, document.RootElement.Clone());
    }
}
