using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CrmClub.System.Tests.Declaring;

/// <summary>
/// A caller that makes a call once, while Declarations does not answer: it learns in time that it may try again, and
/// how; the client package, which does so, gets each declaration stored once.
/// </summary>
[Collection<TroubledClub>]
public sealed class SingleCallTests(TroubledClub troubled)
{
    private static readonly TimeSpan RetriedWithin = ClubUnderTest.HealDeadline * 2;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    // Two seconds after the deadline: its own, or the ten that a service gives a call and the gateway's two.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan JsonEndsWithin = TimeSpan.FromSeconds(14);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClubUnderTest Club => troubled.Club;

    /// <summary>Nothing listens: each door says so at once.</summary>
    [Fact]
    public async Task Submit_WhileDeclarationsIsStopped_IsUnavailableAndThenStoredOnce()
    {
        using var customs = await CustomsAsync();
        SubmitDeclarationRequest[] requests = [.. Enumerable.Range(0, 3).Select(_ => ExampleDeclaration.Request())];
        await Club.StopAsync("declarations", Cancel);
        await Club.UntilStoppedAsync("declarations", Cancel);

        var refusal = Client.Refusal.From(await RefusedAsync(requests[0], EndsWithin));
        var (status, answer) = await PostAsync(requests[1], EndsWithin);
        Assert.True(Club.IsStopped("declarations"), "It was started by itself.");
        var retried = requests.Select(request => customs.SubmitAsync(request, RetriedWithin, Cancel)).ToList();
        await Club.StartAsync("declarations", Cancel);

        Assert.Equal((StatusCode.Unavailable, "UNAVAILABLE", "The service can't be reached. Try again."),
            (refusal.Code, refusal.Reason, refusal.Message));
        Assert.Equal((503, (int)StatusCode.Unavailable, "The service can't be reached. Try again."),
            (status, answer.GetProperty("code").GetInt32(), answer.GetProperty("message").GetString()));
        await AssertStoredOnceAsync(customs, retried);
        await Club.UntilHealthyAsync(Cancel);
    }

    /// <summary>
    /// It takes what it is sent and says nothing. When it goes on it finds the same requests several times.
    /// </summary>
    [Fact]
    public async Task Submit_WhileDeclarationsIsFrozen_RunsOutOfTimeAndIsThenStoredOnce()
    {
        using var customs = await CustomsAsync();
        SubmitDeclarationRequest[] requests = [.. Enumerable.Range(0, 3).Select(_ => ExampleDeclaration.Request())];
        Club.Freeze("declarations", frozen: true);
        List<Task<DeclarationAnswer>> retried;
        RpcException refusal;
        (int Status, JsonElement Answer) json;
        try
        {
            retried = [.. requests.Select(request => customs.SubmitAsync(request, RetriedWithin, Cancel))];
            var posted = PostAsync(requests[1], JsonEndsWithin);
            refusal = await RefusedAsync(requests[0], EndsWithin);
            json = await posted;
            Assert.DoesNotContain(retried, one => one.IsCompleted);
        }
        finally
        {
            Club.Freeze("declarations", frozen: false);
        }

        Assert.Equal(StatusCode.DeadlineExceeded, refusal.StatusCode);
        Assert.StartsWith("The club did not answer in time", Client.Refusal.From(refusal).Message);
        Assert.Equal((504, (int)StatusCode.DeadlineExceeded, "The service did not answer in time."),
            (json.Status, json.Answer.GetProperty("code").GetInt32(), json.Answer.GetProperty("message").GetString()));
        await AssertStoredOnceAsync(customs, retried);
        await Club.UntilHealthyAsync(Cancel);
    }

    /// <summary>With a token, and with all connections open.</summary>
    private async Task<CrmClub.Client.ClubClient> CustomsAsync()
    {
        var customs = Club.SignedInAs("customs-de");
        await customs.SubmitAsync(ExampleDeclaration.Request(), RetriedWithin, Cancel);
        return customs;
    }

    private async Task<RpcException> RefusedAsync(SubmitDeclarationRequest request, TimeSpan within)
    {
        var token = await Club.TokenAsync("customs-de", Cancel);
        using var channel = GrpcChannel.ForAddress(Club.Address("gateway", "grpc"));
        var call = new DeclarationService.DeclarationServiceClient(channel).SubmitDeclarationAsync(
            request, new Metadata { { "authorization", $"Bearer {token}" } }, DateTime.UtcNow + Deadline, Cancel);
        return await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(within, Cancel));
    }

    /// <summary>By JSON, where a caller can name no deadline.</summary>
    private async Task<(int Status, JsonElement Answer)> PostAsync(SubmitDeclarationRequest request, TimeSpan within)
    {
        using var http = Club.Http("gateway");
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", await Club.TokenAsync("customs-de", Cancel));
        var body = JsonFormatter.Default.Format(request);
        using var answer = await http.PostAsync("/api/v1/declarations",
            new StringContent(body, Encoding.UTF8, "application/json"), Cancel).WaitAsync(within, Cancel);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return ((int)answer.StatusCode, document.RootElement.Clone());
    }

    private static async Task AssertStoredOnceAsync(
        CrmClub.Client.ClubClient customs, IEnumerable<Task<DeclarationAnswer>> answers)
    {
        var told = await Task.WhenAll(answers);
        var kept = await customs.StoredByLrnAsync(Cancel);
        Assert.All(told, answer =>
        {
            var stored = Assert.Single(kept[answer.Lrn]);
            Assert.Equal((answer.Mrn, answer.Duty), (stored.Mrn, stored.Duty));
        });
    }
}
