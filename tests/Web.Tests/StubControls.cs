using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>A profile in force, one that waits tried, one that waits untried, each proposed by the officer.</summary>
internal sealed class StubControls : ControlService.ControlServiceBase
{
    internal const string Tried = "T1";
    internal const string Untried = "U1";

    /// <summary>What was asked to be done last.</summary>
    internal static IMessage? Done { get; private set; }

    public override Task<ListRiskProfilesResponse> ListRiskProfiles(
        ListRiskProfilesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListRiskProfilesResponse { Profiles = { One("R2"), One(Tried) } });

    public override Task<GetRiskProfileResponse> GetRiskProfile(
        GetRiskProfileRequest request, ServerCallContext context) => request.Id is "R2" or Tried or Untried
        ? Task.FromResult(new GetRiskProfileResponse { Versions = { One(request.Id) } })
        : throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "None."));

    public override Task<GetControlRatesResponse> GetControlRates(
        GetControlRatesRequest request, ServerCallContext context) => request.FromMonth == "never"
        ? throw new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, "1 rule is broken."))
        : Task.FromResult(new GetControlRatesResponse
        {
            Rates =
            {
                new ControlRate
                {
                    Administration = "DE", Month = "2026-11", Declarations = 70, Controlled = 9, Irregular = 3,
                },
                new ControlRate { Administration = "FR", Month = "2026-11", Declarations = 30 },
            },
            Profiles =
            {
                new ProfileRate
                {
                    Administration = "DE", Month = "2026-11", Profile = "R2", Hits = 40, Confirmed = 3, Unconfirmed = 6,
                },
                new ProfileRate { Administration = "FR", Month = "2026-11", Profile = "R2", Hits = 17 },
            },
        });

    public override Task<ProposeRiskProfileResponse> ProposeRiskProfile(
        ProposeRiskProfileRequest request, ServerCallContext context)
    {
        Done = request;
        return request.Draft.Points <= 100
            ? Task.FromResult(new ProposeRiskProfileResponse { Profile = One(Untried) })
            : throw new Google.Rpc.Status
            {
                Code = (int)Code.InvalidArgument,
                Message = "1 rule is broken.",
                Details =
                {
                    Any.Pack(new ViolationList
                    {
                        Violations =
                        {
                            new Violation
                            {
                                Field = "draft.points", Rule = "RANGE", Message = "It is out of its range.",
                            },
                        },
                    }),
                },
            }.ToRpcException();
    }

    public override Task<TryRiskProfileResponse> TryRiskProfile(
        TryRiskProfileRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new TryRiskProfileResponse { Profile = One(request.Id) });
    }

    public override Task<ApproveRiskProfileResponse> ApproveRiskProfile(
        ApproveRiskProfileRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new ApproveRiskProfileResponse { Profile = One(request.Id) });
    }

    public override Task<EndRiskProfileResponse> EndRiskProfile(
        EndRiskProfileRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new EndRiskProfileResponse { Profile = One(request.Id) });
    }

    private static RiskProfile One(string id) => new()
    {
        Id = id,
        Version = 2,
        TitleEn = StubServices.Markup,
        TitleJa = "価格",
        Rule = new RiskRule { Price = new PriceRule { BelowPercent = 70, AbovePercent = 130 } },
        Points = 30,
        ContentHash = "abcd",
        State = id == "R2" ? RiskProfileState.InForce : RiskProfileState.Proposed,
        ProposedBy = StubSuppliers.Officer,
        Trial = id != Tried ? null : new RiskTrial
        {
            From = "2026-10-01",
            To = "2026-11-01",
            Declarations = 100,
            Items = 120,
            Hits = 12,
            Changed = 5,
            Scores = { 100, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0 },
        },
    };
}
