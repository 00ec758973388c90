using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Dapper;

namespace CrmClub.System.Tests.Auditing;

/// <summary>
/// <c>crmclub audit verify --anchor</c>, by heads that the club had published before a superuser took them back.
/// </summary>
[Collection<TroubledClub>]
public sealed class AnchorCommandTests(TroubledClub troubled) : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Anchors => Path.Combine(_folder.Path, "heads.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task VerifyAnchor_AJournalThatWasCutAlteredOrMadeAnew_SaysWhich()
    {
        await KeepAsync();

        await SaysAsync(": the journal was cut",
            "CREATE TEMP TABLE kept AS SELECT * FROM tree_head; DELETE FROM tree_head",
            "INSERT INTO tree_head SELECT * FROM kept");
        await SaysAsync(": entries that it covers were altered",
            "CREATE TEMP TABLE kept AS SELECT * FROM tree_head; UPDATE tree_head SET root = sha256('x')",
            "UPDATE tree_head t SET root = k.root FROM kept k WHERE k.size = t.size");
        await SaysAsync(": the journal was made anew",
            "CREATE TEMP TABLE kept AS SELECT * FROM epoch; UPDATE epoch SET id = gen_random_uuid()",
            "DELETE FROM epoch; INSERT INTO epoch SELECT * FROM kept");
    }

    private async Task KeepAsync()
    {
        using var http = troubled.Club.Http("gateway");
        await Eventually.TrueAsync(async () =>
        {
            var heads = await http.GetByteArrayAsync("/.well-known/crmclub/heads", Cancel);
            await File.WriteAllBytesAsync(Anchors, heads, Cancel);
            return StrictJson.Read<GetTreeHeadsResponse>(heads).Heads.Count == AppHost.Club.Services.Count;
        }, Within, Cancel);
    }

    // A service looks for its newest head once a second.
    private async Task SaysAsync(string becomes, string change, string undo)
    {
        await using var database = troubled.Club.Database("suppliers");
        await using var superuser = await database.OpenConnectionAsync(Cancel);
        await superuser.ExecuteAsync(change);
        try
        {
            await Eventually.TrueAsync(async () =>
            {
                var run = await troubled.Club.CommandAsync("audit", "verify", "--anchor", Anchors);
                return run.ExitCode == 1 && run.Error.Contains("suppliers: the tree head of")
                    && run.Error.Contains(becomes);
            }, Within, Cancel);
        }
        finally
        {
            await superuser.ExecuteAsync(undo);
        }
    }
}
