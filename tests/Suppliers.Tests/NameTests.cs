using CrmClub.Suppliers.Names;

namespace CrmClub.Suppliers.Tests;

public sealed class NameTests
{
    [Theory]
    [InlineData("Lynas Rare Earths Ltd", "LYNAS  RARE-EARTHS, Limited")]
    [InlineData("Lynas", "Lуnаs")]                    // Cyrillic у and а.
    [InlineData("Lynas", "Ｌｙｎａｓ")]
    [InlineData("Lynas", "Ly\u200Bnas")]
    [InlineData("Solvay", "Sοlvay")]                  // Greek omicron.
    [InlineData("Molycorp Minerals", "Mo1ycorp M1nerals")]
    [InlineData("Carner", "Camer")]
    [InlineData("Société Générale S.A.", "societe generale")]
    [InlineData("昭和電工株式会社", "㈱昭和電工")]
    [InlineData("カナデン", "力ナデン")]              // The ideograph for force.
    [InlineData("ﾐﾂﾋﾞｼ", "ミツビシ")]
    public void Skeleton_OfNamesThatLookTheSame_IsTheSame(string one, string other) =>
        Assert.Equal(NameSkeleton.Of(one), NameSkeleton.Of(other));

    [Theory]
    [InlineData("Lynas", "Linas")]
    [InlineData("Kiruna mine 1", "Kiruna mine 2")]
    [InlineData("がす", "かす")]                       // Another syllable, no accent.
    [InlineData("AG", "SE")]                           // Of a name that is all legal form, it is the name.
    public void Skeleton_OfOtherNames_IsAnother(string one, string other) =>
        Assert.NotEqual(NameSkeleton.Of(one), NameSkeleton.Of(other));

    [Theory]
    [InlineData("lynas", "lynass", true)]
    [InlineData("lynas", "ynas", true)]
    [InlineData("lynas", "lynos", true)]
    [InlineData("lynas", "lyans", true)]
    [InlineData("lynas", "lynas", false)]
    [InlineData("lynas", "lyanss", false)]
    [InlineData("lynas", "sanyl", false)]
    [InlineData("plant1", "plant2", false)]
    [InlineData("plant", "plant2", false)]
    [InlineData("", "l", true)]
    public void IsOneEdit_OfTwo_CountsLettersOnly(string one, string other, bool expected)
    {
        Assert.Equal(expected, NameSkeleton.IsOneEdit(one, other));
        Assert.Equal(expected, NameSkeleton.IsOneEdit(other, one));
    }

    [Theory]
    [InlineData("lynas", "lynass")]
    [InlineData("lynas", "lyans")]
    [InlineData("lynas", "lynos")]
    [InlineData("lynas", "ynas")]
    public void Keys_OfTwoThatAreOneEditApart_HaveOneInCommon(string one, string other) =>
        Assert.True(OneEdit.Keys(one).Intersect(OneEdit.Keys(other)).Any());
}
