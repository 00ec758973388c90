using System.Collections.Concurrent;
using System.Text;
using CrmClub.Contracts.Wording;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;
using QRCoder;

namespace CrmClub.Web.Documents;

/// <summary>
/// Sets a document on pages of A4, from top to bottom, in one typeface. Lengths are points, 72 to the inch.
/// </summary>
internal sealed class PdfSheet : IDocumentText, IDisposable
{
    private const double Margin = 48;
    private const double Width = 595 - 2 * Margin;
    private const double Bottom = 842 - Margin;
    private const double TermWidth = 150;
    private const double Gap = 8;
    private const double CodeSide = 104;
    private const double Leading = 1.4;
    private const double Body = 9.5;
    private const double Small = 8;

    private static readonly double[] HeadingSizes = [18, 13, 10.5];
    private static readonly ConcurrentDictionary<(string Font, Rune Letter), double> Widths = new();

    private readonly PdfDocument _document = new();
    private readonly string _font;
    private XGraphics _page = null!;
    private double _y;

    static PdfSheet() => GlobalFontSettings.FontResolver = new FileFonts();

    /// <param name="font">The font's file.</param>
    /// <param name="language">Of most of its words, "en" or "ja".</param>
    /// <param name="title">As a reader's window shows it.</param>
    public PdfSheet(string font, string language, string title)
    {
        _font = font;
        (_document.Info.Title, _document.Language) = (title, language);
        BeginPage();
    }

    public void Dispose()
    {
        _page.Dispose();
        _document.Dispose();
    }

    /// <summary>The file, with a line at the foot of every page.</summary>
    public byte[] End(string foot)
    {
        _page.Dispose();
        for (var place = 0; place < _document.PageCount; place++)
        {
            using var page = XGraphics.FromPdfPage(_document.Pages[place], XGraphicsPdfPageOptions.Append);
            page.DrawString(
                $"{foot} · {place + 1}/{_document.PageCount}", Font(Small), XBrushes.DimGray, Margin, Bottom + 24);
        }

        using var file = new MemoryStream();
        _document.Save(file, closeStream: false);
        return file.ToArray();
    }

    public IDocumentText Heading(int level, string words)
    {
        var size = HeadingSizes[level - 1];
        // Not alone at the end of a page.
        Room(size * 4);
        _y += level == 1 ? 0 : size;
        Write(words, Font(size, isBold: true), Margin, Width);
        _y += size / 3;
        return this;
    }

    public IDocumentText Paragraph(string words)
    {
        if (words.Length > 0)
            Write(words, Font(Body), Margin, Width);
        _y += Gap / 2;
        return this;
    }

    public IDocumentText Facts(params IEnumerable<(string Term, string Value)> facts)
    {
        foreach (var (term, value) in facts.Where(one => one.Value.Length > 0))
            Row([term, value], [TermWidth, Width - TermWidth], Font(Body), XBrushes.Black);
        _y += Gap / 2;
        return this;
    }

    public IDocumentText Table(string caption, IEnumerable<string> heads, IEnumerable<IEnumerable<string>> rows)
    {
        var (font, bold) = (Font(Small), Font(Small, isBold: true));
        string[][] cells = [[.. heads], .. rows.Select(row => row.ToArray())];
        var widths = Fit([.. Enumerable.Range(0, cells[0].Length).Select(column =>
            cells.Max(row => Measure(row[column], Small) + Gap))]);
        Room(6 * Small * Leading);
        Write(caption, font, Margin, Width);
        Row(cells[0], widths, bold, XBrushes.Black);
        foreach (var row in cells.Skip(1))
            Row(row, widths, font, XBrushes.Black, again: () => Row(cells[0], widths, bold, XBrushes.Black));
        _y += Gap;
        return this;
    }

    /// <summary>A QR code with what it is for beside it, and in letters what it holds.</summary>
    public void Code(string text, params IEnumerable<string> words)
    {
        Room(CodeSide + Gap);
        var top = _y;
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var side = CodeSide / code.ModuleMatrix.Count;
        // One shape: squares by themselves would have hairlines between them.
        var shape = new XGraphicsPath { FillMode = XFillMode.Winding };
        foreach (var (row, line) in code.ModuleMatrix.Index())
            for (var from = 0; from < line.Count; from++)
            {
                var to = from;
                while (to < line.Count && line[to])
                    to++;
                if (to > from)
                    shape.AddRectangle(Margin + from * side, top + row * side, (to - from) * side, side);
                from = to;
            }

        _page.DrawPath(XBrushes.Black, shape);
        foreach (var one in words.Append(text))
        {
            Write(one, Font(Body), Margin + CodeSide + Gap, Width - CodeSide - Gap);
            _y += Gap / 2;
        }

        _y = Math.Max(_y, top + CodeSide + Gap);
    }

    // The widest columns give way until all fit; where there is room, each gets of it.
    private static double[] Fit(double[] natural)
    {
        if (natural.Sum() <= Width)
            return [.. natural.Select(one => one * Width / natural.Sum())];
        var (rest, left) = (Width, natural.Length);
        foreach (var one in natural.Order())
        {
            if (one > rest / left)
                break;
            (rest, left) = (rest - one, left - 1);
        }

        return [.. natural.Select(one => Math.Min(one, rest / left))];
    }

    // A row too high for what is left of the page goes to the next one; one too high for any page goes on there.
    private void Row(string[] cells, double[] widths, XFont font, XBrush brush, Action? again = null)
    {
        var columns = cells.Select((cell, column) =>
            TextLines.Of(cell, widths[column] - Gap, letter => WidthOf(letter) * font.Size)).ToArray();
        var (height, lines) = (font.Size * Leading, columns.Max(column => column.Count));
        if (_y + lines * height > Bottom && lines * height < (Bottom - Margin) / 2)
            NextPage(again);
        for (var line = 0; line < lines; line++)
        {
            if (_y + height > Bottom)
                NextPage(again);
            var x = Margin;
            for (var column = 0; column < columns.Length; column++)
            {
                if (line < columns[column].Count)
                    _page.DrawString(columns[column][line], font, brush, x, _y + font.Size);
                x += widths[column];
            }

            _y += height;
        }

        _y += 2;
        _page.DrawLine(XPens.LightGray, Margin, _y, Margin + Width, _y);
        _y += 2;
    }

    private void Write(string words, XFont font, double x, double width)
    {
        foreach (var line in TextLines.Of(words, width, letter => WidthOf(letter) * font.Size))
        {
            Room(font.Size * Leading);
            _page.DrawString(line, font, XBrushes.Black, x, _y + font.Size);
            _y += font.Size * Leading;
        }
    }

    private void Room(double height)
    {
        if (_y + height > Bottom)
            NextPage(null);
    }

    private void NextPage(Action? again)
    {
        _page.Dispose();
        BeginPage();
        again?.Invoke();
    }

    private void BeginPage()
    {
        var page = _document.AddPage();
        page.Size = PdfSharp.PageSize.A4;
        _page = XGraphics.FromPdfPage(page);
        _y = Margin;
    }

    private XFont Font(double size, bool isBold = false) =>
        new(_font, size, isBold ? XFontStyleEx.Bold : XFontStyleEx.Regular);

    private double Measure(string text, double size) => text.EnumerateRunes().Sum(WidthOf) * size;

    // By a font of 100 pt, whose rounding does not matter.
    private double WidthOf(Rune letter) => Widths.GetOrAdd((_font, letter), one =>
        _page.MeasureString(one.Letter.ToString(), Font(100)).Width / 100);
}
