using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using Grpc.Core;
using Refusal = CrmClub.Contracts.Declarations.V1.Refusal;

namespace CrmClub.Cli.Commands;

/// <summary>Sends declarations as the customs system of their administration.</summary>
internal sealed class DeclarationSender(Invocation invocation, bool validateOnly = false) : IDisposable
{
    private readonly Dictionary<string, ClubClient> _clients = new(StringComparer.Ordinal);

    /// <summary>Sends up to a hundred declarations of one administration; results come in their order.</summary>
    public async Task<IReadOnlyList<SubmitDeclarationResult>> SendAsync(IReadOnlyList<Declaration> declarations)
    {
        var client = ClientOf(declarations[0].Administration);
        var request = new SubmitDeclarationsRequest();
        request.Requests.AddRange(declarations.Select(declaration => new SubmitDeclarationRequest
        {
            RequestId = Guid.CreateVersion7().ToString(),
            ValidateOnly = validateOnly,
            Declaration = declaration,
        }));
        if (request.Requests is [var only]) return [await SendAsync(client, only)];
        var response = await invocation.CallAsync(
            client, options => client.Declarations.SubmitDeclarationsAsync(request, options));
        return response.Results;
    }

    /// <summary>Of one alone the whole derivation comes back.</summary>
    private async Task<SubmitDeclarationResult> SendAsync(ClubClient client, SubmitDeclarationRequest request)
    {
        try
        {
            var response = await invocation.CallAsync(
                client, options => client.Declarations.SubmitDeclarationAsync(request, options));
            return new SubmitDeclarationResult { Answer = response.Answer };
        }
        catch (RpcException e) when (e.StatusCode
            is StatusCode.InvalidArgument or StatusCode.AlreadyExists or StatusCode.FailedPrecondition)
        {
            var refusal = CrmClub.Client.Refusal.From(e);
            return new SubmitDeclarationResult
            {
                Refusal = new Refusal
                {
                    Reason = refusal.Reason,
                    Message = refusal.Message,
                    Violations = { refusal.Violations },
                },
            };
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
    }

    private ClubClient ClientOf(string administration)
    {
        if (_clients.TryGetValue(administration, out var known)) return known;
        var system = invocation.Club.SystemOf(administration);
        if (system is null && invocation.Get(GlobalOptions.As) is null)
            throw new CliException(ExitCodes.WrongInput,
                $"administration: \"{administration}\" has no customs system in this club.",
                "Give the administration of a registered system, for instance DE, or name an identity with --as.");
        return _clients[administration] = invocation.Open(system ?? "");
    }
}
