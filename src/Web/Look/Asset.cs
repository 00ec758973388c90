using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace CrmClub.Web.Look;

/// <summary>A text that is in the program.</summary>
internal sealed class Asset
{
    private readonly byte[] _plain;
    private readonly byte[] _compressed;
    private readonly string _type;

    /// <param name="name">Of the resource, for instance "live.js".</param>
    /// <param name="type">Its content type.</param>
    internal Asset(string name, string type)
    {
        using var file = typeof(Asset).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        (_plain, _type) = (bytes.ToArray(), type);
        _compressed = Compress(_plain);
        var hash = SHA256.HashData(_plain);
        var dot = name.LastIndexOf('.');
        Address = $"/assets/{name[..dot]}.{Convert.ToHexStringLower(hash)[..16]}{name[dot..]}";
        Source = $"'sha256-{Convert.ToBase64String(hash)}'";
        Text = Encoding.UTF8.GetString(_plain);
    }

    /// <summary>All of it.</summary>
    internal string Text { get; }

    /// <summary>Where it is served, under a name that stands for its content.</summary>
    internal string Address { get; }

    /// <summary>CSP's source of it where it stands in a page.</summary>
    internal string Source { get; }

    /// <summary>Serves it, to be kept for good.</summary>
    internal void Map(WebApplication app) => app.MapGet(Address, (HttpContext context) =>
    {
        var compressed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip");
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.Vary = "Accept-Encoding";
        if (compressed)
            context.Response.Headers.ContentEncoding = "gzip";
        return Results.Bytes(compressed ? _compressed : _plain, _type);
    }).WithMetadata(new Kept());

    private static byte[] Compress(byte[] plain)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize))
            gzip.Write(plain);
        return bytes.ToArray();
    }
}
