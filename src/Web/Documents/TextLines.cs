using System.Text;

namespace CrmClub.Web.Documents;

/// <summary>
/// Breaks a text into lines of a width: after a blank, beside a Japanese letter, else wherever it is full.
/// </summary>
internal static class TextLines
{
    // What closes or goes on does not begin a line (JIS X 4051).
    private const string NeverFirst = "、。，．・：；？！）」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ)],.;:!?%";
    private const int FirstJapanese = 0x2E80;

    /// <param name="text">Its line feeds begin new lines.</param>
    /// <param name="width">Of a line.</param>
    /// <param name="measure">The width of a letter.</param>
    public static List<string> Of(string text, double width, Func<Rune, double> measure)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Replace("\r", "", StringComparison.Ordinal).Split('\n'))
            Break(paragraph, width, measure, lines);
        return lines;
    }

    private static void Break(string text, double width, Func<Rune, double> measure, List<string> lines)
    {
        var (begin, mayBreak, used) = (0, 0, 0.0);
        for (var place = 0; place < text.Length;)
        {
            var letter = Rune.GetRuneAt(text, place);
            if (place > begin && IsBreak(text, place))
                mayBreak = place;
            used += measure(letter);
            // A blank that ends a line needs no room.
            if (used > width && place > begin && letter.Value != ' ')
            {
                var end = mayBreak > begin ? mayBreak : place;
                lines.Add(text[begin..end].TrimEnd());
                (begin, place, used) = (end, end, 0);
                continue;
            }

            place += letter.Utf16SequenceLength;
        }

        lines.Add(text[begin..]);
    }

    private static bool IsBreak(string text, int place)
    {
        var (before, next) = (text[place - 1], text[place]);
        return next != ' ' && !NeverFirst.Contains(next) && !char.IsLowSurrogate(next)
            && (before == ' ' || before >= FirstJapanese || next >= FirstJapanese);
    }
}
