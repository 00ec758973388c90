using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>A finder by whose tariff a certificate halves the duty, and a proposal doubles it.</summary>
internal sealed class StubDutyFinder : DutyFinderService.DutyFinderServiceBase
{
    internal static FindDutyRequest Asked { get; private set; } = new();

    /// <summary>The token of the last call; null where it had none.</summary>
    internal static string? Token { get; private set; }

    public override Task<FindDutyResponse> FindDuty(FindDutyRequest request, ServerCallContext context)
    {
        (Asked, Token) = (request, context.RequestHeaders.GetValue("authorization"));
        if (request.GoodsCode.Length != 8)
            throw new Google.Rpc.Status
            {
                Code = (int)StatusCode.InvalidArgument,
                Message = "1 rule is broken.",
                Details =
                {
                    Any.Pack(new ViolationList
                    {
                        Violations =
                        {
                            new Violation
                            {
                                Field = "goods_code", Rule = "HS_CODE", Value = request.GoodsCode,
                                Message = "There is no such code.",
                            },
                        },
                    }),
                },
            }.ToRpcException();
        var rate = request.AssumedCertificateLevel == CertificateLevel.Unspecified ? "2000.00" : "1000.00";
        return Task.FromResult(new FindDutyResponse
        {
            Found =
            {
                Found("2026-11-27", "2026-11-28", rate), Found("2026-12-01", "2026-12-07", rate),
                new FoundDuty(Found("2026-12-03", "2026-12-07", "4000.00"))
                {
                    Proposal = 3, ProposalTitle = StubServices.Markup,
                },
            },
            Line = new ClubLine { GoodsCode = request.GoodsCode, Material = "Dy", Stage = Stage.SeparatedCompound },
        });
    }

    private static FoundDuty Found(string from, string to, string amount) => new()
    {
        FromDay = from,
        ToDay = to,
        Answer = new DutyAnswer
        {
            Item = 1,
            InScope = true,
            TariffVersion = 7,
            Duty = new Money { Amount = amount, Currency = "EUR" },
            Measures =
            {
                new MeasureAnswer
                {
                    Id = "M-1", Type = MeasureType.Base, Applied = true, Amount = amount, Reason = "The base duty.",
                    Expression = "20 %", Formula = $"20 % = {amount} EUR",
                },
            },
        },
    };
}
