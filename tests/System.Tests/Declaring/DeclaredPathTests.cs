using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;
using Refusal = CrmClub.Client.Refusal;

namespace CrmClub.System.Tests.Declaring;

/// <summary>A declaration walks through the whole house: gateway, token, decision, store, and back.</summary>
public sealed class DeclaredPathTests(RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_AnExample_IsDecidedAndReadBack()
    {
        using var customs = running.Club.SignedInAs("customs-de");

        var answer = (await customs.CallAsync(options =>
            customs.Declarations.SubmitDeclarationAsync(ExampleDeclaration.Request(), options), cancel: Cancel)).Answer;
        var stored = await customs.CallAsync(options => customs.Declarations.GetDeclarationAsync(
            new GetDeclarationRequest { Mrn = answer.Mrn }, options), cancel: Cancel);

        Assert.NotEmpty(answer.Mrn);
        Assert.Equal(answer.Duty, stored.Answer.Duty);
        Assert.Equal(answer.Items.Count, stored.Answer.Items.Count);
    }

    [Fact]
    public async Task Submit_TheSameRequestTwice_GivesOneMrn()
    {
        using var customs = running.Club.SignedInAs("customs-de");
        var request = ExampleDeclaration.Request();

        var first = await customs.CallAsync(options =>
            customs.Declarations.SubmitDeclarationAsync(request, options), cancel: Cancel);
        var second = await customs.CallAsync(options =>
            customs.Declarations.SubmitDeclarationAsync(request, options), cancel: Cancel);

        Assert.Equal(first.Answer.Mrn, second.Answer.Mrn);
        Assert.True(second.Answer.Replayed);
    }

    [Fact]
    public async Task Submit_ForAnotherAdministration_IsRefused()
    {
        using var customs = running.Club.SignedInAs("customs-jp");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => customs.CallAsync(options =>
            customs.Declarations.SubmitDeclarationAsync(ExampleDeclaration.Request(), options), cancel: Cancel));

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
    }

    [Fact]
    public async Task Submit_OtherContentUnderTheSameNumbers_IsRefused()
    {
        using var customs = running.Club.SignedInAs("customs-de");
        var request = ExampleDeclaration.Request();
        var first = await customs.CallAsync(options =>
            customs.Declarations.SubmitDeclarationAsync(request, options), cancel: Cancel);
        var sameLrn = new SubmitDeclarationRequest
        {
            RequestId = Guid.CreateVersion7().ToString(),
            Declaration = request.Declaration,
        };
        var other = request.Clone();
        other.Declaration.Exporter += ", another";
        var otherOfSameLrn = other.Clone();
        otherOfSameLrn.RequestId = Guid.CreateVersion7().ToString();

        var again = await customs.CallAsync(options =>
            customs.Declarations.SubmitDeclarationAsync(sameLrn, options), cancel: Cancel);

        Assert.Equal(first.Answer.Mrn, again.Answer.Mrn);
        foreach (var (refused, reason) in new[] { (other, "REQUEST_ID_REUSED"), (otherOfSameLrn, "LRN_REUSED") })
        {
            var refusal = Refusal.From(await Assert.ThrowsAsync<RpcException>(() => customs.CallAsync(options =>
                customs.Declarations.SubmitDeclarationAsync(refused, options), cancel: Cancel)));
            Assert.Equal((StatusCode.AlreadyExists, reason), (refusal.Code, refusal.Reason));
        }
    }

    [Fact]
    public async Task Post_AnUnknownField_IsRefusedByName()
    {
        using var http = running.Club.Http("gateway");
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", await running.Club.TokenAsync("customs-de", Cancel));
        using var body = new StringContent(
            """{"requestId": "0198f0e2-0000-7000-8000-000000000001", "declaration": {"colour": "red"}}""",
            Encoding.UTF8, "application/json");

        using var answer = await http.PostAsync("/api/v1/declarations", body, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("colour", await answer.Content.ReadAsStringAsync(Cancel));
    }
}
