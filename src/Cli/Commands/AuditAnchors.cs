using System.Text;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Signing;
using Grpc.Core;

namespace CrmClub.Cli.Commands;

/// <summary>A kept tree head, and what the journal is beside it.</summary>
internal sealed record AnchorFinding(TreeHead Anchor, AnchorVerdict Verdict)
{
    public bool Holds => Verdict == AnchorVerdict.Holds;

    public string Sentence => $"{Anchor.Service}: the tree head of {Anchor.Size} entries of {Anchor.At} does not hold: "
        + Verdict switch
        {
            AnchorVerdict.Truncated => "the journal was cut, it has fewer entries now.",
            AnchorVerdict.Forked => "entries that it covers were altered, and sealed anew.",
            _ => "the journal was made anew, it does not know that history.",
        };
}

/// <summary>Tree heads that were kept outside of the club, held against its journals.</summary>
internal static class AuditAnchors
{
    private const int BytesMax = 1024 * 1024;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    /// <summary>
    /// From a file of heads, one a line, a receipt, a case file, or the club's published heads, those by address too.
    /// </summary>
    public static async Task<IReadOnlyList<TreeHead>> ReadAsync(
        string path, PublicKeySet? keys, CancellationToken cancel)
    {
        var text = IsAddress(path) ? await FetchAsync(path, cancel) : Documents.One(path).Text;
        var (isJson, bytes) = (text.TrimStart().StartsWith('{'), Encoding.UTF8.GetBytes(text));
        var heads = isJson && StrictJson.Check(GetTreeHeadsResponse.Descriptor, bytes).Count == 0
            ? StrictJson.Read<GetTreeHeadsResponse>(bytes).Heads
            : isJson && !IsAddress(path)
            ? ReceiptVerify.ReadFile(path).Revisions
                .Select(revision => SignedReceipts.Unproven(revision.Receipt.Receipt))
                .SelectMany(receipt => receipt.OtherTreeHeads.Prepend(receipt.TreeHead))
            : text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var read = heads.Distinct().Where(head => head.Length > 0).Select((head, place) => keys is null
            ? TreeHeads.Unproven(head) ?? throw new CliException(
                ExitCodes.WrongInput, $"{path}: tree head {place + 1} is none.", "It is a compact JWS.")
            : TreeHeads.Read(head, keys) ?? throw new CliException(
                ExitCodes.No, $"{path}: tree head {place + 1} is signed by none of the keys.")).ToList();
        return read.Count > 0 ? read : throw new CliException(ExitCodes.WrongInput, $"{path} has no tree head.");
    }

    private static bool IsAddress(string path) =>
        path.StartsWith("http://", StringComparison.Ordinal) || path.StartsWith("https://", StringComparison.Ordinal);

    private static async Task<string> FetchAsync(string address, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = AnswerMax, MaxResponseContentBufferSize = BytesMax };
        try
        {
            return await http.GetStringAsync(address, cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested
            && failure is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            throw new CliException(ExitCodes.Unreachable, $"{address} can't be read.", failure.Message);
        }
    }

    public static async Task<IReadOnlyList<AnchorFinding>> CheckAsync(
        Invocation invocation, ClubClient client, IEnumerable<TreeHead> anchors)
    {
        var findings = new List<AnchorFinding>();
        foreach (var ofService in anchors.GroupBy(anchor => anchor.Service))
        {
            var newest = await invocation.CallAsync(client, options =>
                client.Audit.GetTreeHeadAsync(new(), Of(ofService.Key, options)));
            var now = TreeHeads.Unproven(newest.Signed);
            foreach (var anchor in ofService)
            {
                var comparable = now is not null && anchor.Size >= 1 && anchor.Size <= now.Size;
                var request = new GetConsistencyProofRequest { FormerSize = anchor.Size, Size = now?.Size ?? 0 };
                var proof = !comparable ? null : await invocation.CallAsync(client, options =>
                    client.Audit.GetConsistencyProofAsync(request, Of(ofService.Key, options)));
                findings.Add(new(anchor, Anchors.Of(anchor, now, newest.Epochs, proof?.Path)));
            }
        }

        return findings;
    }

    private static CallOptions Of(string service, CallOptions options)
    {
        options.Headers!.Add("crmclub-service", service);
        return options;
    }
}
