using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using Grpc.Core;
using Supplied = CrmClub.Contracts.Declarations.V1.Supply;

namespace CrmClub.Web.Tests;

/// <summary>Dysprosium of three origins with enough items, and neodymium of which a study says more.</summary>
internal sealed class StubSupply : SupplyService.SupplyServiceBase
{
    internal static Supplied Dysprosium => new()
    {
        Material = "Dy",
        Stage = Stage.SeparatedCompound,
        Enough = true,
        Period = Shares(300, 5826, ("CN", "7300", "73.00"), ("MY", "2000", "20.00"), ("SG", "700", "7.00")),
        Months =
        {
            Month("2026-09", Shares(100, 8200, ("CN", "900", "90.00"), ("MY", "100", "10.00"))),
            Month("2026-11", Shares(200, 5200, ("CN", "600", "60.00"), ("MY", "400", "40.00"))),
        },
        Studied = { new StudiedShare { Country = "CN", Percent = "100" } },
    };

    internal static Supplied Neodymium => new()
    {
        Material = "Nd",
        Stage = Stage.Metal,
        Period = Shares(1, 10000, ("MY", "5", "100.00")),
        Studied =
        {
            new StudiedShare { Country = "CN", Percent = "60" }, new StudiedShare { Country = "JP", Percent = "40" },
        },
    };

    public override Task<ListSupplyResponse> ListSupply(ListSupplyRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSupplyResponse
        {
            Study = "Study of 2023",
            Supplies =
            {
                new[] { Dysprosium, Neodymium }.Where(one => request.FromMonth.Length == 0
                    && (request.Material.Length == 0 || one.Material == request.Material)),
            },
        });

    private static SupplyMonth Month(string month, SupplyShares shares) => new() { Month = month, Shares = shares };

    private static SupplyShares Shares(
        int items, int concentration, params (string Country, string Kg, string Percent)[] origins) => new()
        {
            Items = items,
            Concentration = concentration,
            ClubPercent = "20.00",
            Kg = "10000",
            Origins =
            {
                origins.Select(one => new OriginShare { Country = one.Country, Kg = one.Kg, Percent = one.Percent }),
            },
        };
}
