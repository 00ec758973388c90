using CrmClub.Contracts.Suppliers.V1;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

public sealed class PairTests(Postgres postgres)
{
    private const string SomeLei = "0000DEMO0000MYSEP017";

    [Fact]
    public async Task Pairs_SameIdentifierOrConfusableName_AreReportedOnceEach()
    {
        await using var suppliers = await CreateAsync(postgres);
        await RegisterAsync(suppliers, "Lynas Malaysia Sdn. Bhd.", "9876543");
        await RegisterAsync(suppliers, "Lуnas Mаlaysia", "1");
        await RegisterAsync(suppliers, "Lynas Maleysia Limited", "2");
        await RegisterAsync(suppliers, "Quite another", "98-76543");
        await RegisterAsync(suppliers, "Kiruna 1", "3");
        await RegisterAsync(suppliers, "Kiruna 2", "4");

        var report = await suppliers.PairsAsync();

        Assert.Equal(
            [
                "Identifier O-0001 O-0004 9876543 9876543",
                "SameName O-0001 O-0002 Lynas Malaysia Sdn. Bhd. Lуnas Mаlaysia",
                "OneEdit O-0001 O-0003 Lynas Malaysia Sdn. Bhd. Lynas Maleysia Limited",
            ],
            report.Pairs.Select(pair =>
                $"{pair.Likeness} {pair.First} {pair.Second} {pair.FirstValue} {pair.SecondValue}"));
        Assert.Empty(report.NextPageToken);
    }

    [Fact]
    public async Task Pairs_FacilitiesOfOneOperator_AreNone()
    {
        await using var suppliers = await CreateAsync(postgres);
        var one = (await suppliers.RegisterAsync(Sound.Operator())).Operator.Number;
        var other = await RegisterAsync(suppliers, "Another", "1");
        await suppliers.RegisterAsync(Sound.Facility(one));
        await suppliers.RegisterAsync(Sound.Facility(one));
        var alike = Sound.Facility(other);
        alike.Facility.Name = "Separation p1ant";
        await suppliers.RegisterAsync(alike);

        var pair = Assert.Single((await suppliers.PairsAsync()).Pairs);

        Assert.Equal((SupplierLikeness.SameName, "F-MY-0001", "F-MY-0003"), (pair.Likeness, pair.First, pair.Second));
    }

    [Fact]
    public async Task Pairs_MoreThanAPage_ComeOnTheNextOne()
    {
        await using var suppliers = await CreateAsync(postgres);
        for (var count = 0; count < 4; count++)
            await suppliers.RegisterAsync(Sound.Operator());
        var request = new ListSupplierPairsRequest { PageSize = 4 };

        var first = await suppliers.PairsAsync(request);
        request.PageToken = first.NextPageToken;
        var second = await suppliers.PairsAsync(request);

        // Three of the same LEI, three of the same name: each with the first.
        Assert.Equal(6, first.Pairs.Concat(second.Pairs).Distinct().Count());
        Assert.Empty(second.NextPageToken);
        Assert.Equal(3, first.Pairs.Concat(second.Pairs).Count(pair => pair.FirstValue == SomeLei));
    }

    private static async Task<string> RegisterAsync(TestSuppliers suppliers, string name, string number)
    {
        var request = Sound.Operator();
        request.Operator.Name = name;
        request.Operator.Identifiers.Clear();
        request.Operator.Identifiers.Add(
            new Identifier { Kind = IdentifierKind.National, Country = "MY", Value = number });
        return (await suppliers.RegisterAsync(request)).Operator.Number;
    }
}
