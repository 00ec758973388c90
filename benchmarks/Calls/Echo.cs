using CrmClub.Contracts.Declarations.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CrmClub.Calls;

/// <summary>
/// The baseline: a gRPC server that answers each declaration at once, with an answer of the usual size. No gateway, no
/// token, no decision, no store.
/// </summary>
internal sealed class Echo : DeclarationService.DeclarationServiceBase
{
    public const string Argument = "echo";

    private static SubmitDeclarationResponse _answer = new();

    public override Task<SubmitDeclarationResponse> SubmitDeclaration(
        SubmitDeclarationRequest request, ServerCallContext context) => Task.FromResult(_answer);

    public static Task<int> ServeAsync(string answer)
    {
        _answer = new SubmitDeclarationResponse { Answer = DeclarationAnswer.Parser.ParseJson(answer) };
        return Child.ServeAsync(services => services.AddGrpc(), app => app.MapGrpcService<Echo>());
    }
}
