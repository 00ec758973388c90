using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CrmClub.Testing;

/// <summary>
/// Verifies credentials by software that is not ours: npm's <c>jose</c> under Node.js, and a decoder of status lists in
/// JavaScript.
/// </summary>
public static class ForeignVerifier
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Shared", "foreign");

    /// <summary>Why it can't run here; null where it can.</summary>
    public static string? Missing { get; } =
        !Directory.Exists(Path.Combine(Folder, "node_modules", "jose")) ? "scripts/install test was not run: no jose."
        : !HasNode() ? "Node.js is not installed."
        : null;

    /// <summary>"holds", or why it refused.</summary>
    /// <param name="credential">As it is passed on.</param>
    /// <param name="did">The issuer's DID document.</param>
    /// <param name="lists">Status lists by their addresses.</param>
    /// <param name="now">The instant asked about.</param>
    public static async Task<string> VerifyAsync(
        string credential, string did, IReadOnlyDictionary<string, string> lists, DateTimeOffset now)
    {
        var given = new JsonObject
        {
            ["credential"] = credential,
            ["did"] = JsonNode.Parse(did),
            ["lists"] = new JsonObject(lists.Select(list => KeyValuePair.Create(list.Key, (JsonNode?)list.Value))),
            ["now"] = $"{now:O}",
        };
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "verify.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, fault) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.StandardInput.WriteAsync(given.ToJsonString());
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        if (node.ExitCode != 0)
            throw new InvalidOperationException(await fault);
        using var answer = JsonDocument.Parse(await output);
        return answer.RootElement.TryGetProperty("refused", out var reason) ? reason.GetString()! : "holds";
    }

    private static bool HasNode() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, "node")));
}
