using CrmClub.Contracts.Identifiers;

namespace CrmClub.Contracts.Tests.Identifiers;

public sealed class NationalNumberTests
{
    [Theory]
    [InlineData("AU", "51 824 753 556", "51824753556")]           // The Australian Taxation Office's example.
    [InlineData("CN", "9144030071526726XG", "9144030071526726XG")] // Published by its bearer.
    [InlineData("KR", "124-81-00998", "1248100998")]              // Published by its bearer.
    [InlineData("MY", "200001234567", "200001234567")]
    [InlineData("US", "12-3456789", "123456789")]
    public void Check_SoundNumber_IsCanonical(string country, string value, string canonical)
    {
        var check = NationalNumber.Check(country, value);

        Assert.True(check.IsValid, check.Message);
        Assert.Equal(canonical, check.Canonical);
    }

    [Theory]
    [InlineData("AU", "51824753557", "NATIONAL_NUMBER_CHECK")]
    [InlineData("CN", "9144030071526726XH", "NATIONAL_NUMBER_CHECK")]
    [InlineData("CN", "9144030071526726IG", "NATIONAL_NUMBER_CHECK")]
    [InlineData("KR", "1248100997", "NATIONAL_NUMBER_CHECK")]
    [InlineData("KR", "124810099", "NATIONAL_NUMBER_CHECK")]
    [InlineData("MY", "abc", "NATIONAL_NUMBER_FORM")]
    [InlineData("MY", "--", "NATIONAL_NUMBER_FORM")]
    [InlineData("MY", "123456789012345678901234567890123456", "NATIONAL_NUMBER_FORM")]
    [InlineData("ZZ", "1", "COUNTRY_CODE")]
    public void Check_BrokenNumber_NamesTheRule(string country, string value, string rule) =>
        Assert.Equal(rule, NationalNumber.Check(country, value).Rule);
}
