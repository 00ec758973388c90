using CrmClub.Contracts.Identifiers;
using CsCheck;

namespace CrmClub.Contracts.Tests.Identifiers;

public sealed class MrnTests
{
    [Theory]
    [InlineData("10NL5663962BE1E825")]
    [InlineData("99IT9876AB88901209")]
    public void Check_PublishedExample_IsValid(string mrn) => Assert.True(Mrn.Check(mrn).IsValid);

    [Fact]
    public void Check_WrongDigit_NamesTheRightOne()
    {
        var check = Mrn.Check("22GB02I89012847596");

        Assert.Equal("MRN_CHECK_CHARACTER", check.Rule);
        Assert.Equal("22GB02I89012847598", check.Accepted);
    }

    [Theory]
    [InlineData("10NL5663962BE1E82", "MRN_FORM")]
    [InlineData("10nl5663962be1e825", "MRN_FORM")]
    [InlineData("1ANL5663962BE1E825", "MRN_FORM")]
    [InlineData("38VYQTYFU3T0KUTUM3", "MRN_COUNTRY")]
    public void Check_BrokenForm_NamesTheRule(string mrn, string rule) => Assert.Equal(rule, Mrn.Check(mrn).Rule);

    [Fact]
    public void Build_RemainderOfTen_IsWrittenZero()
    {
        var mrn = Enumerable.Range(0, 1000).Select(i => Mrn.Build(2026, "FR", $"{i:000000000000}"))
            .First(m => Remainder(m) == 10);

        Assert.EndsWith("0", mrn, StringComparison.Ordinal);
        Assert.True(Mrn.Check(mrn).IsValid);
    }

    [Fact]
    public void Build_AnyBody_ChecksValid()
    {
        var body = Gen.Char["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"].Array[Mrn.BodyLength];
        Gen.Select(Gen.Int[2000, 2099], body).Sample((year, chars) =>
        {
            var mrn = Mrn.Build(year, "DE", chars);
            return mrn.Length == Mrn.Length && Mrn.Check(mrn).IsValid;
        });
    }

    [Fact]
    public void Build_BodyWithSmallLetters_Throws() =>
        Assert.Throws<ArgumentException>(() => Mrn.Build(2026, "DE", "abcdefghijkl"));

    private static long Remainder(string mrn)
    {
        const string values = "0123456789A?BCDEFGHIJK?LMNOPQRSTU?VWXYZ";
        return mrn[..17].Select((c, i) => (long)values.IndexOf(c, StringComparison.Ordinal) << i).Sum() % 11;
    }
}
