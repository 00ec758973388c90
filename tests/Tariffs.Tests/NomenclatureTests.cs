using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Nomenclature;

namespace CrmClub.Tariffs.Tests;

public sealed class NomenclatureTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_OfADay_ShowsLinesOfItsVersion_AndItsEdition()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);

        var answer = NomenclatureEndpoint.Search(
            tariffs.State.Book, new() { Query = "neodymium magnet" }, tariffs.Clock);
        var before = Assert.Throws<ClubException>(() => NomenclatureEndpoint.Search(
            tariffs.State.Book, new() { Query = "magnet", AsOf = "2020-01-01" }, tariffs.Clock));

        Assert.Equal(("HS2022", 1, 1), (answer.Edition, answer.TariffVersion, answer.Found.Count));
        Assert.Equal(("85051110", "NdPr"), (answer.Found[0].GoodsCode, answer.Found[0].Line.Material));
        Assert.Equal(ErrorReason.NotFound, before.Reason);
    }

    [Fact]
    public async Task Questions_ThatAreBroken_NameEveryFault()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);

        var search = Assert.Throws<ClubException>(() => NomenclatureEndpoint.Search(
            tariffs.State.Book, new() { AsOf = "tomorrow", Limit = 101 }, tariffs.Clock));
        var carried = Assert.Throws<ClubException>(() => NomenclatureEndpoint.Correlate(
            new() { GoodsCode = "8505", FromEdition = "HS1988" }, tariffs.Clock));
        var unknown = Assert.Throws<ClubException>(() => NomenclatureEndpoint.Correlate(
            new() { GoodsCode = "990000", FromEdition = "HS2017" }, tariffs.Clock));

        Assert.Equal(["DAY", "REQUIRED", "LIMIT"], search.Violations.Select(fault => fault.Rule));
        Assert.Equal(["GOODS_CODE", "EDITION"], carried.Violations.Select(fault => fault.Rule));
        Assert.Equal(ErrorReason.NotFound, unknown.Reason);
    }

    [Fact]
    public async Task Correlate_ACodeThatWasSplit_ShowsEach()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);

        var answer = NomenclatureEndpoint.Correlate(
            new() { GoodsCode = "8505.11", FromEdition = "HS2017" }, tariffs.Clock);

        Assert.Equal(("HS2022", 5), (answer.Edition, answer.Targets.Count));
        Assert.All(answer.Targets, target => Assert.NotEmpty(target.DescriptionEn));
    }
}
