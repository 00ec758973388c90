using CrmClub.Contracts.Tariffs.V1;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>One goods code, found by its beginning and by its name with a wrong letter.</summary>
internal sealed class StubNomenclature : NomenclatureService.NomenclatureServiceBase
{
    private const string Code = "28469020";

    private static readonly string[] Names = ["dysprosium", "disprosium"];

    public override Task<SearchNomenclatureResponse> SearchNomenclature(
        SearchNomenclatureRequest request, ServerCallContext context)
    {
        var isFound = Code.StartsWith(request.Query, StringComparison.Ordinal) || Names.Contains(request.Query);
        return Task.FromResult(new SearchNomenclatureResponse
        {
            Found =
            {
                Enumerable.Repeat(new FoundGoods
                {
                    GoodsCode = Code,
                    DescriptionEn = "Dysprosium",
                    Line = new ClubLine { GoodsCode = Code, DescriptionJa = "ジスプロシウム" },
                }, isFound ? 1 : 0),
            },
        });
    }
}
