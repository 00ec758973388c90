using CrmClub.Contracts.Declarations.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Accounts;

/// <summary>What the pages of accounts ask, in the name of who is signed in.</summary>
internal sealed class AccountCalls(PersonsCalls calls, DeclarationService.DeclarationServiceClient declarations)
{
    private const string Service = "declarations";

    public Task<Answer<GetAccountsResponse>> ListAsync(GetAccountsRequest request) =>
        calls.AskAsync(Service, options => declarations.GetAccountsAsync(request, options));
}
