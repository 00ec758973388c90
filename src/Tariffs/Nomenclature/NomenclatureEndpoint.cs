using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Versions;
using Grpc.Core;
using FoundGoods = CrmClub.Contracts.Tariffs.V1.FoundGoods;

namespace CrmClub.Tariffs.Nomenclature;

/// <summary>The Harmonized System with the club's own lines, on the wire.</summary>
internal sealed class NomenclatureEndpoint(TariffState tariffs, ClubTime time)
    : NomenclatureService.NomenclatureServiceBase
{
    private const int QueryLengthMax = 200;
    private const int LimitDefault = 20;
    private const int LimitMax = 100;
    private const int SubheadingDigits = 6;

    public override Task<SearchNomenclatureResponse> SearchNomenclature(
        SearchNomenclatureRequest request, ServerCallContext context) =>
        Task.FromResult(Search(tariffs.Book, request, time));

    public override Task<CorrelateGoodsCodeResponse> CorrelateGoodsCode(
        CorrelateGoodsCodeRequest request, ServerCallContext context) => Task.FromResult(Correlate(request, time));

    public static SearchNomenclatureResponse Search(TariffBook book, SearchNomenclatureRequest request, ClubTime time)
    {
        var faults = new Violations();
        var asked = AskedVersion.Read(request.AsOf, null, time, faults);
        faults.Text("query", "", request.Query, QueryLengthMax);
        if (request.Limit is < 0 or > LimitMax)
            faults.Add("limit", "", "LIMIT", $"{request.Limit}", $"0 to {LimitMax}", "So many are not shown.");
        faults.ThrowIfAny();

        var tariff = asked.In(book);
        var found = tariff.Search.Find(request.Query, request.Limit == 0 ? LimitDefault : request.Limit);
        return new SearchNomenclatureResponse
        {
            Edition = tariff.Document.Nomenclature,
            TariffVersion = tariff.Version.Number,
            Found =
            {
                found.Select(goods => new FoundGoods
                {
                    GoodsCode = goods.Code,
                    DescriptionEn = goods.Description,
                    Line = goods.Line is null
                        ? null : tariff.Document.Lines.First(line => line.GoodsCode == goods.Code),
                }),
            },
        };
    }

    public static CorrelateGoodsCodeResponse Correlate(CorrelateGoodsCodeRequest request, ClubTime time)
    {
        var faults = new Violations();
        var edition = HarmonizedSystem.Editions.On(AskedVersion.AskedDay(request.AsOf, time, faults));
        var code = request.GoodsCode.Replace(".", "", StringComparison.Ordinal);
        if (code.Length != SubheadingDigits || !code.All(char.IsAsciiDigit))
            faults.Add("goods_code", "18 09", "GOODS_CODE", request.GoodsCode, "six digits of a subheading",
                "The code is no subheading.");
        var correlation = HarmonizedSystem.Correlation(request.FromEdition, edition);
        if (correlation is null)
            faults.Add("from_edition", "", "EDITION", request.FromEdition, "an earlier edition, for instance HS2017",
                $"What became of its codes in {edition.Name} is not known.");
        faults.ThrowIfAny();

        var targets = correlation!.Targets(code);
        if (targets.Count == 0)
            throw new ClubException(ErrorReason.NotFound, $"{request.FromEdition} had no subheading {code}.");
        return new CorrelateGoodsCodeResponse
        {
            Edition = edition.Name,
            Targets =
            {
                targets.Select(target => new FoundGoods
                {
                    GoodsCode = target,
                    DescriptionEn = edition.Description(target) ?? "",
                }),
            },
        };
    }
}
