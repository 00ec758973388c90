using System.Buffers.Text;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CrmClub.Credentials;

/// <summary>
/// W3C's Bitstring Status List 1.0: a bit for each credential, so many that whoever fetches the list does not show
/// which credential they ask about.
/// </summary>
public sealed class StatusList
{
    public const string Revocation = "revocation";
    public const string Suspension = "suspension";
    public const string ListType = "BitstringStatusListCredential";
    public const string EntryType = "BitstringStatusListEntry";

    /// <summary>The least that the specification allows.</summary>
    public const int EntriesMin = 131_072;

    /// <summary>More is no list of ours; what unpacks without end is stopped here.</summary>
    private const int BytesMax = 1024 * 1024;

    private const char Base64UrlPrefix = 'u';

    private readonly byte[] _bits;

    private StatusList(byte[] bits) => _bits = bits;

    public int Entries => _bits.Length * 8;

    /// <summary>The first entry is the leftmost bit.</summary>
    public bool this[int index] => (_bits[index / 8] & (0x80 >> (index % 8))) != 0;

    public static StatusList Of(IEnumerable<int> set)
    {
        var bits = new byte[EntriesMin / 8];
        foreach (var index in set)
            bits[index / 8] |= (byte)(0x80 >> (index % 8));
        return new(bits);
    }

    /// <summary>Null where it is no list, or a shorter one than the specification allows.</summary>
    public static StatusList? Decode(string? encoded)
    {
        if (encoded is not [Base64UrlPrefix, ..])
            return null;
        try
        {
            using var packed = new MemoryStream(Base64Url.DecodeFromChars(encoded.AsSpan(1)));
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            var bits = new byte[BytesMax + 1];
            var length = unpacked.ReadAtLeast(bits, bits.Length, throwOnEndOfStream: false);
            return length is < EntriesMin / 8 or > BytesMax ? null : new(bits[..length]);
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidDataException)
        {
            return null;
        }
    }

    public string Encode()
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Optimal))
            packing.Write(_bits);
        return $"{Base64UrlPrefix}{Base64Url.EncodeToString(packed.ToArray())}";
    }

    /// <summary>The list as a credential, to be signed.</summary>
    public JsonElement Document(Uri address, string issuer, string purpose, DateTimeOffset from, DateTimeOffset until,
        TimeSpan kept) =>
        JsonSerializer.SerializeToElement(new JsonObject
        {
            ["@context"] = new JsonArray(DataModel.Context),
            ["id"] = $"{address}",
            ["type"] = new JsonArray(DataModel.Type, ListType),
            ["issuer"] = issuer,
            ["validFrom"] = Instants.Write(from),
            ["validUntil"] = Instants.Write(until),
            ["credentialSubject"] = new JsonObject
            {
                ["id"] = $"{address}#list",
                ["type"] = "BitstringStatusList",
                ["statusPurpose"] = purpose,
                ["ttl"] = (long)kept.TotalMilliseconds,
                ["encodedList"] = Encode(),
            },
        });

    /// <summary>Addresses of the lists that a credential names, whoever signed it.</summary>
    public static IEnumerable<string> Named(string credential) =>
        SecuredCredential.Read(credential) is { } read
            ? DataModel.Each(read.Document, "credentialStatus")
                .Select(entry => DataModel.Text(entry, "statusListCredential")).OfType<string>().Distinct()
            : [];

    /// <summary>What a credential says of where its bit is.</summary>
    public static JsonObject Entry(Uri list, int index, string purpose) => new()
    {
        ["id"] = $"{list}#{index}",
        ["type"] = EntryType,
        ["statusPurpose"] = purpose,
        ["statusListIndex"] = $"{index}",
        ["statusListCredential"] = $"{list}",
    };
}
