using System.Diagnostics.CodeAnalysis;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using Grpc.Core;

namespace CrmClub.System.Tests.Declaring;

/// <summary>A customs system at work.</summary>
internal static class Customs
{
    /// <summary>Submits as the client does, which tries again; a refusal fails the test with all it says.</summary>
    public static async Task<DeclarationAnswer> SubmitAsync(
        this ClubClient customs, SubmitDeclarationRequest request, TimeSpan? within, CancellationToken cancel)
    {
        try
        {
            return (await customs.CallAsync(options =>
                customs.Declarations.SubmitDeclarationAsync(request, options), within, cancel)).Answer;
        }
        catch (RpcException refusal)
        {
            Fail(refusal);
            throw;
        }
    }

    /// <summary>How many declarations the club has under each LRN, as the customs system sees them.</summary>
    public static async Task<ILookup<string, DeclarationAnswer>> StoredByLrnAsync(
        this ClubClient customs, CancellationToken cancel)
    {
        var all = new List<DeclarationAnswer>();
        var request = new ListDeclarationsRequest { PageSize = 500 };
        do
        {
            var page = await customs.CallAsync(options =>
                customs.Declarations.ListDeclarationsAsync(request, options), cancel: cancel);
            all.AddRange(page.Declarations);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all.ToLookup(declaration => declaration.Lrn);
    }

    public static string Describe(RpcException refusal)
    {
        var read = Client.Refusal.From(refusal);
        return $"{read.Code} {read.Reason}: {read.Message} {string.Join("; ", read.Violations)}";
    }

    [DoesNotReturn]
    private static void Fail(RpcException refusal) => Assert.Fail(Describe(refusal));
}
