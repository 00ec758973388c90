using System.IO.Compression;
using System.Security.Cryptography;

namespace CrmClub.Web.Look;

/// <summary>Marks what says itself how long it may be kept.</summary>
internal sealed class Kept;

/// <summary>The one style sheet: in the program, under an address that names its content.</summary>
internal static class Style
{
    private static readonly byte[] Plain = Read();
    private static readonly byte[] Compressed = Compress(Plain);

    internal static string Address { get; } =
        $"/assets/club.{Convert.ToHexStringLower(SHA256.HashData(Plain))[..16]}.css";

    internal static void MapStyle(this WebApplication app) => app.MapGet(Address, (HttpContext context) =>
    {
        var compressed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip");
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.Vary = "Accept-Encoding";
        if (compressed)
            context.Response.Headers.ContentEncoding = "gzip";
        return Results.Bytes(compressed ? Compressed : Plain, "text/css; charset=utf-8");
    }).WithMetadata(new Kept());

    private static byte[] Read()
    {
        using var file = typeof(Style).Assembly.GetManifestResourceStream("club.css")!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Compress(byte[] plain)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize))
            gzip.Write(plain);
        return bytes.ToArray();
    }
}
