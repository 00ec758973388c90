using CrmClub.Tariffs.Engine.Origin;
using CsCheck;

namespace CrmClub.Tariffs.Engine.Tests.Origin;

public sealed class OriginRuleTests
{
    [Theory]
    [InlineData("WO")]
    [InlineData("CC")]
    [InlineData("CTH except 8431")]
    [InlineData("CTSH except 28, 2846, 284690")]
    [InlineData("RVC 45 % build-down")]
    [InlineData("RVC 35.5 % build-up")]
    [InlineData("MaxNOM 40 % EXW")]
    [InlineData("MaxNOM 70 % FOB")]
    [InlineData("MaxWeight 20 % of 1701 and MaxWeight 20.5 % of 04, 1806")]
    [InlineData("SP strip-casting")]
    [InlineData("CTH or (CTSH and RVC 45 % build-down)")]
    [InlineData("CC or (CTH and (WO or SP sintering) and MaxNOM 50 % EXW)")]
    public void Rule_InItsCanonicalForm_IsReadAndWrittenTheSame(string text)
    {
        Assert.True(OriginRule.TryParse(text, out var rule, out var error), $"{error}");

        Assert.Equal(text, rule!.ToString());
    }

    [Theory]
    [InlineData("cth except from 8431", "CTH except 8431")]
    [InlineData("RVC 45 Build-Down", "RVC 45 % build-down")]
    [InlineData("maxnom 40% exw", "MaxNOM 40 % EXW")]
    [InlineData("CTH or CTSH and WO", "CTH or (CTSH and WO)")]
    [InlineData("((CC))", "CC")]
    public void Rule_AsPeopleWriteIt_IsRead(string text, string canonical)
    {
        Assert.True(OriginRule.TryParse(text, out var rule, out var error), $"{error}");

        Assert.Equal(canonical, rule!.ToString());
    }

    [Theory]
    [InlineData("", 1, "the end")]
    [InlineData("CTX", 1, "'CTX'")]
    [InlineData("CTH or", 7, "the end")]
    [InlineData("CTH CC", 5, "'CC'")]
    [InlineData("(CTH", 5, "the end")]
    [InlineData("RVC build-down", 5, "'build-down'")]
    [InlineData("RVC 101 % build-up", 5, "'101'")]
    [InlineData("RVC 45 %", 9, "the end")]
    [InlineData("CTH except 843", 12, "'843'")]
    [InlineData("MaxWeight 20 % 04", 16, "'04'")]
    [InlineData("MaxWeight 20 % of", 18, "the end")]
    [InlineData("SP 1separation", 4, "'1separation'")]
    public void Text_ThatIsNoRule_IsRefusedWithItsColumn(string text, int column, string found)
    {
        Assert.False(OriginRule.TryParse(text, out _, out var error));

        Assert.Equal((column, found), (error!.Column, error.Found));
    }

    [Fact]
    public void Text_TooLongOrTooDeep_IsRefused()
    {
        Assert.False(OriginRule.TryParse(new string('(', 100_000), out _, out var tooLong));
        Assert.False(OriginRule.TryParse(new string('(', 400) + "CC", out _, out var tooDeep));

        Assert.Contains("100000", tooLong!.Found, StringComparison.Ordinal);
        Assert.Equal(21, tooDeep!.Column - 1);
    }

    [Fact]
    public void Rule_Written_IsReadAsTheSameRule() => Rules(2).Sample(rule =>
        OriginRule.TryParse(rule.ToString(), out var read, out _) && read!.Equals(rule) && $"{read}" == $"{rule}");

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static Gen<OriginRule> Rules(int depth)
    {
        var percent = Gen.Int[0, 1000].Select(tenth => tenth / 10m);
        var codes = OneOf("28", "2846", "284690", "8431").List[0, 3];
        Gen<OriginRule>[] single =
        [
            Gen.Const<OriginRule>(new WhollyObtained()),
            Gen.Select(Gen.Enum<ShiftLevel>(), codes, (level, except) => (OriginRule)new TariffShift(level, except)),
            Gen.Select(percent, Gen.Bool, (share, up) => (OriginRule)new ValueContent(share, up)),
            Gen.Select(percent, Gen.Bool, (share, fob) => (OriginRule)new NonOriginatingMax(share, fob)),
            Gen.Select(percent, codes.Where(some => some.Count > 0),
                (share, some) => (OriginRule)new NonOriginatingWeight(share, some)),
            OneOf("separation", "strip-casting").Select(name => (OriginRule)new NamedProcess(name)),
        ];
        if (depth == 0) return Gen.OneOf(single);
        return Gen.Select(
            Gen.Bool, Rules(depth - 1).List[2, 3], (all, rules) => (OriginRule)new JoinedRules(all, rules));
    }
}
