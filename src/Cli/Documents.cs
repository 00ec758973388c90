using System.Runtime.CompilerServices;
using System.Text;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Signing;
using Google.Protobuf;

namespace CrmClub.Cli;

/// <summary>A document and where it stood.</summary>
/// <param name="File">File it was read from.</param>
/// <param name="Line">Number of its first line.</param>
/// <param name="Utf8">Its text.</param>
internal sealed record Source(string File, int Line, byte[] Utf8)
{
    public string Text => Encoding.UTF8.GetString(Utf8);

    /// <summary>Reads it as a document of the contracts.</summary>
    public T Read<T>() where T : IMessage<T>, new() => StrictJson.Read<T>(Utf8, Line);

    /// <summary>Reads what the contracts know of it; null where more is wrong than fields that there are not.</summary>
    public T? ReadKnown<T>(out IReadOnlyList<Violation> faults) where T : class, IMessage<T>, new() =>
        StrictJson.ReadKnown<T>(Utf8, out faults, Line);
}

/// <summary>Reads what the caller names; "-" is standard input.</summary>
internal static class Documents
{
    private const int BytesMax = 64 * 1024 * 1024;
    private const int LineBytesMax = 4 * 1024 * 1024;

    /// <summary>A file with one document.</summary>
    public static Source One(string path)
    {
        using var stream = Open(path);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        if (content.Length > BytesMax) throw TooLarge(path, BytesMax);
        return new Source(path, 1, content.ToArray());
    }

    /// <summary>A file with public keys.</summary>
    public static PublicKeySet Keys(string path)
    {
        try
        {
            return PublicKeySet.Parse(One(path).Text);
        }
        catch (FormatException)
        {
            throw new CliException(ExitCodes.WrongInput, $"{path} has no public keys.",
                "A JWK set is wanted, as the club's /.well-known/tariff.jwks.json.");
        }
    }

    /// <summary>A file with a document on each line (JSON Lines), or with one document over several lines.</summary>
    public static async IAsyncEnumerable<Source> ManyAsync(
        string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (!path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) && path != "-")
        {
            yield return One(path);
            yield break;
        }
        await foreach (var line in LinesAsync(path, cancel)) yield return line;
    }

    /// <summary>Each line that is not empty.</summary>
    public static async IAsyncEnumerable<Source> LinesAsync(
        string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var reader = new StreamReader(Open(path), new UTF8Encoding(false, throwOnInvalidBytes: false));
        for (var number = 1; await reader.ReadLineAsync(cancel) is { } line; number++)
        {
            if (line.Length > LineBytesMax) throw TooLarge($"{path}, line {number}", LineBytesMax);
            if (!string.IsNullOrWhiteSpace(line)) yield return new Source(path, number, Encoding.UTF8.GetBytes(line));
        }
    }

    private static Stream Open(string path)
    {
        if (path == "-") return Console.OpenStandardInput();
        if (!File.Exists(path)) throw new CliException(ExitCodes.WrongInput, $"There is no file {path}.");
        return File.OpenRead(path);
    }

    private static CliException TooLarge(string what, int bytes) =>
        new(ExitCodes.WrongInput, $"{what} is larger than {bytes / 1024 / 1024} MiB.");
}
