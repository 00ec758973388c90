using System.Security.Cryptography;
using System.Text;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf;

namespace CrmClub.ServiceDefaults.Requests;

/// <summary>
/// A page of a list, by key: the page begins after a key, so that rows added meanwhile neither repeat nor hide others.
/// A token is bound to the query that it continues.
/// </summary>
public sealed class Page
{
    /// <summary>Rows on a page where the request names none.</summary>
    public const int PageSizeDefault = 100;

    public const int PageSizeMax = 500;

    private const int QueryHashBytes = 16;

    private readonly byte[] _query;

    private Page(int size, string? after, byte[] query)
    {
        Size = size;
        After = after;
        _query = query;
    }

    /// <summary>Rows wanted, 1 to <see cref="PageSizeMax"/>.</summary>
    public int Size { get; }

    /// <summary>Key of the last row of the page before; null on the first page.</summary>
    public string? After { get; }

    /// <summary>Reads `page_size` and `page_token` of a list request.</summary>
    public static Page Read(IMessage request, Violations violations)
    {
        var fields = request.Descriptor.Fields;
        var query = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        var size = (int)fields["page_size"].Accessor.GetValue(request);
        var token = (string)fields["page_token"].Accessor.GetValue(request);
        fields["page_size"].Accessor.Clear(query);
        fields["page_token"].Accessor.Clear(query);
        var hash = SHA256.HashData(query.ToByteArray())[..QueryHashBytes];

        if (size is < 0 or > PageSizeMax)
        {
            violations.Add(
                "page_size", "", "PAGE_SIZE", $"{size}", $"0 to {PageSizeMax}", "The page size is out of its bounds.");
        }

        return new Page(size is < 1 or > PageSizeMax ? PageSizeDefault : size, KeyIn(token, hash, violations), hash);
    }

    /// <summary>The token of the page after the row with this key.</summary>
    public string TokenAfter(string key) =>
        Convert.ToBase64String([.. _query, .. Encoding.UTF8.GetBytes(key)]).Replace('+', '-').Replace('/', '_');

    /// <summary>The rows of this page, out of one row more than the page; and the next page's token.</summary>
    public (IReadOnlyList<T> Rows, string NextToken) Cut<T>(IReadOnlyList<T> read, Func<T, string> key) =>
        read.Count <= Size ? (read, "") : (read.Take(Size).ToList(), TokenAfter(key(read[Size - 1])));

    private static string? KeyIn(string token, byte[] query, Violations violations)
    {
        if (token.Length == 0)
            return null;
        var bytes = new byte[token.Length];
        var standard = token.Replace('-', '+').Replace('_', '/');
        if (Convert.TryFromBase64String(standard, bytes, out var length)
            && length > QueryHashBytes
            && bytes.AsSpan(0, QueryHashBytes).SequenceEqual(query))
            return Encoding.UTF8.GetString(bytes, QueryHashBytes, length - QueryHashBytes);
        violations.Add(
            "page_token", "", "PAGE_TOKEN", token, "next_page_token of the page before, with the same query",
            "The page token does not belong to this query.");
        return null;
    }
}
