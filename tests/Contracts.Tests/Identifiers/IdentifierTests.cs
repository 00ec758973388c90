using CrmClub.Contracts.Identifiers;

namespace CrmClub.Contracts.Tests.Identifiers;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("lei", "5493000IBP32UQZ0KL24", "")]
    [InlineData("lei", "5493000IBP32UQZ0KL25", "LEI_CHECK_DIGITS")]
    [InlineData("lei", "5493000IBP32UQZ0KL2", "LEI_FORM")]
    [InlineData("jcn", "5835678256246", "")]
    [InlineData("jcn", "5-8356-7825-6246", "")]
    [InlineData("jcn", "2835678256246", "JCN_CHECK_DIGIT")]
    [InlineData("jcn", "2-aaaa-7825-6246", "JCN_FORM")]
    [InlineData("container", "CSQU3054383", "")]
    [InlineData("container", "CSQU3054384", "CONTAINER_CHECK_DIGIT")]
    [InlineData("container", "CSQX3054383", "CONTAINER_FORM")]
    [InlineData("eori", "DE123456789012345", "")]
    [InlineData("eori", "XI123456789000", "")]
    [InlineData("eori", "EL123456789", "EORI_COUNTRY")]
    [InlineData("eori", "DE", "EORI_FORM")]
    [InlineData("hs", "2846.90", "")]
    [InlineData("hs", "28469020", "")]
    [InlineData("hs", "284", "HS_FORM")]
    [InlineData("hs", "779999", "HS_CHAPTER")]
    [InlineData("hs", "980100", "HS_CHAPTER")]
    [InlineData("hs", "001234", "HS_CHAPTER")]
    [InlineData("country", "JP", "")]
    [InlineData("country", "jp", "COUNTRY_CODE")]
    [InlineData("country", "XX", "COUNTRY_CODE")]
    [InlineData("currency", "EUR", "")]
    [InlineData("currency", "XAU", "CURRENCY_CODE")]
    public void Check_Value_NamesTheBrokenRule(string kind, string value, string rule)
    {
        var check = IdentifierKinds.All[kind](value);

        Assert.Equal(rule, check.Rule);
        Assert.Equal(rule.Length == 0, check.IsValid);
        Assert.Equal(rule.Length == 0, check.Message.Length == 0);
    }

    [Fact]
    public void Check_ValueWithSeparators_AnswersTheCanonicalForm()
    {
        Assert.Equal("5835678256246", JapaneseCorporateNumber.Check("5-8356-7825-6246").Canonical);
        Assert.Equal("284690", HsCode.Check("2846.90").Canonical);
    }

    [Fact]
    public void Lists_AreWhole()
    {
        Assert.Equal(249, Countries.All.Count);
        Assert.Equal("Bonaire, Sint Eustatius and Saba", Countries.All["BQ"].NameEn);
        Assert.Equal("日本", Countries.All["JP"].NameJa);
        Assert.Equal(0, Currencies.All["JPY"].MinorUnits);
        Assert.Equal(2, Currencies.All["EUR"].MinorUnits);
        Assert.Equal(3, Currencies.All["KWD"].MinorUnits);
        Assert.All(Countries.All.Values, c =>
            Assert.Matches("^[A-Z]{2}[A-Z]{3}[0-9]{3}$", c.Alpha2 + c.Alpha3 + c.Numeric));
    }
}
