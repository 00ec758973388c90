using System.Text.Json;
using CrmClub.Client;
using Grpc.Core;

namespace CrmClub.System.Tests.Matrix;

/// <summary>How a call was answered, the same for gRPC and JSON.</summary>
/// <param name="Code">Canonical code.</param>
/// <param name="Reason">Name of the error's reason, empty where it has none.</param>
/// <param name="Whole">All that the answer says, byte for byte.</param>
internal sealed record Outcome(StatusCode Code, string Reason, string Whole)
{
    public static Outcome Of(byte[] message) => new(StatusCode.OK, "", Convert.ToHexString(message));

    public static Outcome Of(RpcException failure)
    {
        var refusal = Refusal.From(failure);
        var trailers = failure.Trailers.Where(trailer => trailer.Key.StartsWith("grpc-", StringComparison.Ordinal))
            .Select(trailer => $"{trailer.Key}={(trailer.IsBinary ? Convert.ToHexString(trailer.ValueBytes)
                : trailer.Value)}");
        return new(refusal.Code, refusal.Reason,
            string.Join('\n', [failure.Status.StatusCode.ToString(), failure.Status.Detail, .. trailers]));
    }

    public static async Task<Outcome> OfAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var text = await answer.Content.ReadAsStringAsync(cancel);
        var whole = $"{(int)answer.StatusCode}\n{text}";
        if (answer.IsSuccessStatusCode) return new(StatusCode.OK, "", whole);
        using var json = JsonDocument.Parse(text);
        var details = json.RootElement.TryGetProperty("details", out var all) ? all.EnumerateArray() : default;
        var reason = details.Select(detail => detail.TryGetProperty("reason", out var name) ? name.GetString() : null)
            .FirstOrDefault(name => name is not null);
        return new((StatusCode)json.RootElement.GetProperty("code").GetInt32(), reason ?? "", whole);
    }

    public override string ToString() => $"{Code} {Reason}".TrimEnd();
}
