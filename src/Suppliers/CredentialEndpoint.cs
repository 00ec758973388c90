using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Suppliers.Credentials;
using Google.Api;
using Grpc.Core;

namespace CrmClub.Suppliers;

/// <summary>Credentials on the wire, for everybody: what changes seldom may be kept on the way.</summary>
internal sealed class CredentialEndpoint(ReadCredentials credentials, VerifyCredential verify)
    : CredentialService.CredentialServiceBase
{
    public override Task<HttpBody> GetCredential(GetCredentialRequest request, ServerCallContext context) =>
        KeptAsync(context, credentials.GetAsync(request, context.CancellationToken));

    public override Task<HttpBody> GetDidDocument(GetDidDocumentRequest request, ServerCallContext context) =>
        KeptAsync(context, Task.FromResult(credentials.Document()));

    public override Task<HttpBody> GetStatusList(GetStatusListRequest request, ServerCallContext context) =>
        KeptAsync(context, credentials.ListAsync(request, context.CancellationToken));

    public override Task<VerifyCredentialResponse> VerifyCredential(
        VerifyCredentialRequest request, ServerCallContext context) =>
        verify.RunAsync(request, context.CancellationToken);

    private static async Task<HttpBody> KeptAsync(ServerCallContext context, Task<HttpBody> answer)
    {
        var body = await answer;
        context.GetHttpContext().Response.Headers.CacheControl =
            $"public, max-age={ReadCredentials.KeptMax.TotalSeconds:0}";
        return body;
    }
}
