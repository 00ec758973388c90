using PdfSharp.Fonts;

namespace CrmClub.Web.Documents;

/// <summary>The font that documents are set in: one file with Latin and Japanese letters, TrueType outlines.</summary>
internal sealed class DocumentFont(IConfiguration settings)
{
    // As Debian's fonts-vlgothic and fonts-ipafont-gothic have them; both may be embedded.
    private static readonly string[] Usual =
    [
        "/usr/share/fonts/truetype/vlgothic/VL-PGothic-Regular.ttf",
        "/usr/share/fonts/opentype/ipafont-gothic/ipagp.ttf",
    ];

    private readonly string[] _files = settings["Documents:Font"] is { Length: > 0 } named ? [named] : Usual;

    /// <summary>The file; null where there is none.</summary>
    public string? File => _files.FirstOrDefault(System.IO.File.Exists);

    /// <summary>Where it was looked for.</summary>
    public string Sought => string.Join(", ", _files);
}

/// <summary>Gives PDFsharp fonts by their files' paths; it has none of its own.</summary>
internal sealed class FileFonts : IFontResolver
{
    public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) =>
        new(familyName, mustSimulateBold: isBold, mustSimulateItalic: isItalic);

    public byte[] GetFont(string faceName) => File.ReadAllBytes(faceName);
}
