using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;
using CrmClub.Testing;

namespace CrmClub.Contracts.Tests.Wording;

public sealed partial class WordsTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "src", "Contracts", "Wording");

    [Fact]
    public void Japanese_EveryName_HasWordsWithTheSamePlaces()
    {
        var (english, japanese) = (Read("Words.resx"), Read("Words.ja.resx"));

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), japanese.Keys.Order());
        Assert.All(english, one => Assert.Equal(Places(one.Value), Places(japanese[one.Key])));
    }

    [Fact]
    public void MeasureTypes_All_HaveWords() =>
        Assert.All(Enum.GetValues<MeasureType>(), type => Assert.NotEmpty(Words.Of(type)));

    [Fact]
    public void StatesGroundsReportsAndSteps_All_HaveWords()
    {
        Assert.All(Enum.GetValues<DeclarationState>(), state => Assert.NotEmpty(Words.Of(state)));
        Assert.All(Enum.GetValues<AdjustmentState>(), state => Assert.NotEmpty(Words.Of(state)));
        Assert.All(Enum.GetValues<SuspensionGround>(), ground => Assert.NotEmpty(Words.Of(ground)));
        Assert.All(Enum.GetValues<RevocationGround>(), ground => Assert.NotEmpty(Words.Of(ground)));
        Assert.All(Enum.GetValues<Report.KindOneofCase>(), report => Assert.NotEmpty(Words.Of(report)));
        Assert.All(Enum.GetValues<AdjustmentStep.KindOneofCase>(), step => Assert.NotEmpty(Words.Of(step)));
    }

    [Fact]
    public void MeasureType_OfANewerContract_IsAMeasure() => Assert.Equal("Measure", Words.Of((MeasureType)99));

    [Theory]
    [InlineData("", "Control: document check. The gross mass is high. (R7)")]
    [InlineData("ja", "審査区分: 書類審査。総重量が大きい。 (R7)")]
    public void Control_Recommended_IsSaidWithItsReasonsInTheReadersLanguage(string language, string expected)
    {
        var control = new ItemControl { Recommendation = ControlRecommendation.DocumentCheck };
        control.Reasons.Add(new ControlReason
        {
            Profile = "R7",
            TextEn = "The gross mass is high.",
            TextJa = "総重量が大きい。",
        });

        Assert.Equal(expected, Words.In(language, () => Words.Of(control)));
    }

    [Theory]
    [InlineData("", "25 November 2026")]
    [InlineData("ja", "2026年11月25日")]
    public void Day_Reader_SeesHisForm(string language, string expected)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new CultureInfo(language);
            Assert.Equal(expected, Figures.Day("2026-11-25"));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(Folder, file))
        .Descendants("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Value);

    private static IEnumerable<string> Places(string words) => Place().Matches(words).Select(m => m.Value).Order();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
