using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CrmClub.Contracts.Wording;

/// <summary>Writes a page of headings, facts and tables; whatever is put into it is text, and never markup.</summary>
internal sealed class HtmlText : IDocumentText
{
    // Japanese as it is, not as numbers of its characters.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new();

    public HtmlText Begin(string language, string title, string style)
    {
        Tag("!DOCTYPE html").Append($"<html lang=\"{Encoder.Encode(language)}\">\n<head>\n<meta charset=\"utf-8\" />\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n")
            // Else browsers ask for one.
            .Append("<link rel=\"icon\" href=\"data:,\" />\n<title>")
            .Append(Encoder.Encode(title)).Append("</title>\n<style>").Append(style).Append("</style>\n</head>\n")
            .Append("<body>\n<main>\n");
        return this;
    }

    public string End() => _text.Append("</main>\n</body>\n</html>\n").ToString();

    public IDocumentText Heading(int level, string words)
    {
        _text.Append($"<h{level}>").Append(Encoder.Encode(words)).Append($"</h{level}>\n");
        return this;
    }

    public IDocumentText Paragraph(string words)
    {
        if (words.Length > 0)
            _text.Append("<p>").Append(Encoder.Encode(words)).Append("</p>\n");
        return this;
    }

    public IDocumentText Facts(params IEnumerable<(string Term, string Value)> facts)
    {
        Tag("dl");
        foreach (var (term, value) in facts.Where(one => one.Value.Length > 0))
            _text.Append("<div><dt>").Append(Encoder.Encode(term)).Append("</dt><dd>").Append(Encoder.Encode(value))
                .Append("</dd></div>\n");
        Tag("/dl");
        return this;
    }

    public IDocumentText Table(string caption, IEnumerable<string> heads, IEnumerable<IEnumerable<string>> rows)
    {
        Tag("table").Append("<caption>").Append(Encoder.Encode(caption)).Append("</caption>\n<thead><tr>");
        foreach (var head in heads)
            _text.Append("<th scope=\"col\">").Append(Encoder.Encode(head)).Append("</th>");
        Tag("/tr></thead").Append("<tbody>\n");
        foreach (var row in rows)
        {
            _text.Append("<tr>");
            foreach (var (place, cell) in row.Index())
                _text.Append(place == 0 ? "<th scope=\"row\">" : "<td>").Append(Encoder.Encode(cell))
                    .Append(place == 0 ? "</th>" : "</td>");
            Tag("/tr");
        }

        Tag("/tbody></table");
        return this;
    }

    private StringBuilder Tag(string tag) => _text.Append('<').Append(tag).Append(">\n");
}
