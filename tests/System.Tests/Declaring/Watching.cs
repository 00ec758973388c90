using CrmClub.Testing.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Declaring;

internal static class Watching
{
    /// <summary>Where a watch of Germany's begins that leaves out what others declared before.</summary>
    public static async Task<string> CursorAsync(ClubUnderTest club)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var customs = club.SignedInAs("customs-de");
        var headers = new Metadata { { "authorization", $"Bearer {await club.TokenAsync("customs-de", cancel)}" } };
        using var call = customs.Declarations.WatchDeclarations(
            new() { FromNow = true }, headers, cancellationToken: cancel);
        Assert.True(await call.ResponseStream.MoveNext(cancel));
        return call.ResponseStream.Current.Cursor;
    }
}
