using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CrmClub.Suppliers.Names;

/// <summary>
/// A name without what readers pass over: width, case, accents, invisible characters, and letters of other scripts that
/// look Latin (Unicode TR 39, the part that names of companies are written in).
/// </summary>
internal static class NameFold
{
    private const char VoiceMark = '\u3099';
    private const char HalfVoiceMark = '\u309A';

    // Cyrillic, Greek, Latin with a stroke and the like, Coptic and Armenian: the sign, and what it is taken for.
    private const string Alike =
        "АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ҮY ԌG аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs һh ԁd ԛq ԝw "
        + "ѵv гr пn ӏl ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa γy εe ηn ιi κk μu νv οo ρp σo τt υu χx ωw ıi łl "
        + "ŁL øo ØO đd ĐD ħh ĦH ɑa ɡg ɩi ʏy ðd ÐD Ⲟo օo սu հh ոn";

    // S.A. is SA, and ligatures are two letters.
    private const string Spelt = ". ' \u2019 ßss æae Æae œoe Œoe þth Þth";

    private static readonly FrozenDictionary<char, char> Latin =
        Alike.Split(' ').ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    private static readonly FrozenDictionary<char, string> ReadAs = Read().ToFrozenDictionary();

    /// <summary>Lower-case letters and digits, and one space between words.</summary>
    public static string Of(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var sign in name)
        {
            foreach (var c in ReadAs.GetValueOrDefault(sign) ?? $"{sign}")
                Add(folded, Latin.TryGetValue(c, out var latin) ? latin : c);
        }

        return string.Join(' ', folded.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Ideographs and syllables, which are written without spaces.</summary>
    public static bool IsUnspaced(char c) =>
        c is >= '\u3005' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF'
        || char.IsSurrogate(c);

    private static void Add(StringBuilder folded, char c)
    {
        if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c == 'ー')
            folded.Append(char.ToLowerInvariant(c));
        else if (c is VoiceMark or HalfVoiceMark && folded.Length > 0)
            folded[^1] = Voiced(folded[^1], c);
        else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark
            or UnicodeCategory.Format))
            folded.Append(' ');
    }

    // Half-width か and its mark are two signs for が, which stands right after か; ぱ stands two after は.
    private static char Voiced(char syllable, char mark) => syllable switch
    {
        'う' or 'ウ' => (char)(syllable + ('ヴ' - 'ウ')),
        >= 'か' and <= 'ほ' or >= 'カ' and <= 'ホ' => (char)(syllable + (mark == VoiceMark ? 1 : 2)),
        _ => syllable,
    };

    private static Dictionary<char, string> Read()
    {
        using var stream = typeof(NameFold).Assembly.GetManifestResourceStream("compatibility.csv")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        reader.ReadLine();
        var all = Spelt.Split(' ').ToDictionary(pair => pair[0], pair => pair[1..]);
        all['&'] = " and ";
        while (reader.ReadLine() is { } line)
            all[line[0]] = line[2..];
        return all;
    }
}
