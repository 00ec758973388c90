using System.Collections.Frozen;
using System.Text;

namespace CrmClub.Suppliers.Names;

/// <summary>
/// What a reader takes a name for: folded, without legal forms and spaces, and each of several signs that look alike
/// written as the same one. Two names with one skeleton are the same at a glance.
/// </summary>
internal static class NameSkeleton
{
    private static readonly FrozenSet<string> LegalForms =
        ("ab ag as bhd bv co company corp corporation gk gmbh group holding holdings inc incorporated jsc kg kk "
        + "limited llc llp ltd nv ojsc ooo ou oy oyj pjsc plc pte pty sa sarl sas sdn se spa srl sro zrt")
        .Split(' ').ToFrozenSet();

    private static readonly string[] UnspacedForms =
        ["株式会社", "有限会社", "合同会社", "股份有限公司", "有限责任公司", "有限公司"];

    // Ideographs that look like syllables, and the other way round.
    private const string AlikeSigns = "力カ 口ロ 二ニ 工エ 夕タ 卜ト 八ハ 一ー 千チ 三ミ へヘ りリ";

    private static readonly FrozenDictionary<char, char> Signs =
        AlikeSigns.Split(' ').ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The skeleton; empty where a name has neither letter nor digit.</summary>
    public static string Of(string name)
    {
        var folded = UnspacedForms.Aggregate(NameFold.Of(name), (text, form) => text.Replace(form, " "));
        var words = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // (株), which compatibility makes of ㈱.
        var own = words.Where(word => !LegalForms.Contains(word) && word is not "株").ToList();
        return string.Concat((own.Count > 0 ? own : [.. words]).Select(Alike));
    }

    /// <summary>
    /// Whether one slip of the pen makes one of the other. Numbers are told apart: plant 1 and plant 2 are none.
    /// </summary>
    public static bool IsOneEdit(string one, string other)
    {
        if (!OneEdit.Apart(one, other))
            return false;
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        var place = shorter.AsSpan().CommonPrefixLength(longer);
        return !char.IsDigit(longer[place]) && !(shorter.Length == longer.Length && char.IsDigit(shorter[place]));
    }

    private static string Alike(string word)
    {
        if (word.All(char.IsDigit))
            return word;
        var alike = new StringBuilder(word).Replace("rn", "m").Replace("vv", "w").Replace('0', 'o').Replace('1', 'l')
            .Replace('i', 'l');
        for (var place = 0; place < alike.Length; place++)
        {
            if (Signs.TryGetValue(alike[place], out var sign))
                alike[place] = sign;
        }

        return alike.ToString();
    }
}
