using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>Two proposals: 1 waits for approval, 2 is being voted on.</summary>
internal sealed class StubProposals : ProposalService.ProposalServiceBase
{
    internal const string Author = "oid-secretariat";

    /// <summary>What was asked to be done last. Those who look at it run one after the other: by its name they are a
    /// collection.</summary>
    internal static IMessage? Done { get; private set; }

    /// <summary>Who wrote the proposals.</summary>
    internal static string WrittenBy { get; set; } = Author;

    /// <summary>Whether the first one's simulation is not done yet.</summary>
    internal static bool IsSimulating { get; set; }

    public override Task<ListProposalsResponse> ListProposals(
        ListProposalsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListProposalsResponse
        {
            Proposals = { new[] { Of(2), Of(1) }.Where(one => request.State == default || one.State == request.State) },
            // All that there is, in one page.
            NextPageToken = request.PageSize < 500 ? "a+b" : "",
        });

    public override Task<GetProposalResponse> GetProposal(GetProposalRequest request, ServerCallContext context) =>
        request.Number > 2 ? throw new RpcException(new Status(StatusCode.NotFound, "")) : Task.FromResult(
            new GetProposalResponse
            {
                Proposal = Of(request.Number),
                Check = new ProposalCheck
                {
                    RaisesDuty = true,
                    Faults = { new Violation { Rule = "ME32", Field = "additions[0]", Message = "It overlaps M-1." } },
                },
                History = { Of(request.Number) },
                Simulations =
                {
                    Enumerable.Repeat(IsSimulating ? UnderWay() : new Simulation { Number = 1 }, 2 - request.Number),
                },
                Comments = { new ProposalComment { Number = 1, Author = "oid-1", Text = StubServices.Markup } },
            });

    public override Task<GetSimulationResponse> GetSimulation(
        GetSimulationRequest request, ServerCallContext context) => Task.FromResult(new GetSimulationResponse
        {
            Simulation = request.Number == 2 || IsSimulating ? UnderWay() : new Simulation
            {
                Proposal = request.Number,
                Number = 1,
                State = SimulationState.Done,
                FromDay = "2026-01-01",
                ToDay = "2027-01-01",
                OlderContent = true,
                Result = new SimulationResult
                {
                    Total = Sum("", "1500.50"),
                    Parties = { Sum("EU", "1800.50"), Sum("JP", "-300.00") },
                    Origins = { Sum("CN", "1500.50") },
                    Suppliers = { Sum("F-MY-0001", "1500.50", switched: 5), Sum("*", "0.00"), Sum("", "0.00") },
                    Switches =
                    {
                        new SimulatedSwitch
                        {
                            Before = MeasureType.CertifiedSupplier, Items = 5, Difference = "1500.50",
                        },
                    },
                },
            },
        });

    public override Task<SimulateProposalResponse> SimulateProposal(
        SimulateProposalRequest request, ServerCallContext context)
    {
        Done = request;
        if (request.FromDay == "soon")
            throw new Google.Rpc.Status
            {
                Code = (int)StatusCode.InvalidArgument,
                Message = "1 rule is broken.",
                Details =
                {
                    Any.Pack(new ViolationList
                    {
                        Violations = { new Violation { Field = "from_day", Rule = "DAY", Message = "It is no day." } },
                    }),
                },
            }.ToRpcException();
        return Task.FromResult(new SimulateProposalResponse { Simulation = new Simulation { Number = 2 } });
    }

    /// <summary>What was to be cancelled last.</summary>
    internal static CancelSimulationRequest? Cancelled { get; private set; }

    public override Task<CancelSimulationResponse> CancelSimulation(
        CancelSimulationRequest request, ServerCallContext context)
    {
        Cancelled = request;
        return Task.FromResult(new CancelSimulationResponse { Simulation = UnderWay() });
    }

    private static Simulation UnderWay() =>
        new() { Proposal = 2, Number = 2, State = SimulationState.Asked, Examined = 5, Found = 12 };

    private static SimulatedSum Sum(string key, string difference, int switched = 0) => new()
    {
        Key = key,
        Currency = "EUR",
        Declarations = 12,
        Changed = 7,
        Switched = switched,
        Before = "10000.00",
        After = "11500.50",
        Difference = difference,
        RoundingOfTotals = "0",
    };

    public override Task<DraftProposalResponse> DraftProposal(DraftProposalRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new DraftProposalResponse
        {
            Proposal = new Proposal { Number = 7, Revision = 1, Content = request.Content },
            Check = CheckOf(request.Content),
        });
    }

    public override Task<ReviseProposalResponse> ReviseProposal(
        ReviseProposalRequest request, ServerCallContext context)
    {
        Done = request;
        return request.KnownRevision != 3
            ? throw new RpcException(new Status(StatusCode.Aborted, "Revision 3 is the newest."))
            : Task.FromResult(new ReviseProposalResponse
            {
                Proposal = Of(request.Number),
                Check = CheckOf(request.Content),
            });
    }

    private static ProposalCheck CheckOf(ProposalContent content)
    {
        var check = new ProposalCheck { Measures = 10 };
        if (content.Additions.FirstOrDefault()?.Expression == "22 percents")
            check.Faults.Add(new Violation
            {
                Field = "content.additions[0].expression",
                Rule = "EXPRESSION",
                Message = "It is no expression.",
            });
        return check;
    }

    public override Task<ApproveProposalResponse> ApproveProposal(
        ApproveProposalRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new ApproveProposalResponse { Proposal = Of(request.Number) });
    }

    public override Task<RejectProposalResponse> RejectProposal(
        RejectProposalRequest request, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.Aborted, "Revision 4 is the newest; you know 3."));

    private static Proposal Of(int number) => new()
    {
        Number = number,
        Revision = 3,
        State = number == 1 ? ProposalState.Submitted : ProposalState.Voting,
        Authors = { WrittenBy },
        Content = new ProposalContent
        {
            Title = "More from third countries",
            EffectiveOn = "2027-06-01",
            BaseVersion = 7,
            Amendments =
            {
                new MeasureAmendment
                {
                    Id = "M-1",
                    Measure = new Measure
                    {
                        Type = MeasureType.Base, GoodsCode = "284690", Origin = "ALL", Expression = "27.5 %",
                        Footnotes = { "F1" },
                    },
                },
            },
        },
    };

    internal sealed class Voting : VotingService.VotingServiceBase
    {
        public override Task<OpenBallotResponse> OpenBallot(OpenBallotRequest request, ServerCallContext context)
        {
            Done = request;
            return Task.FromResult(new OpenBallotResponse());
        }

        public override Task<ListBallotsResponse> ListBallots(ListBallotsRequest request, ServerCallContext context) =>
            Task.FromResult(new ListBallotsResponse
            {
                Ballots =
                {
                    new Ballot
                    {
                        Number = "B-2027-0001",
                        Proposal = "proposal 2",
                        State = BallotState.Open,
                        Rule = new VotingRule
                        {
                            Majority = Majority.Double, MembersPercent = "55", ImportsPercent = "65",
                        },
                        Entitled =
                        {
                            new PartyShare { Party = "EU", SharePercent = "62" },
                            new PartyShare { Party = "JP", SharePercent = "38" },
                        },
                        Votes = { new Vote { Party = "EU", Choice = VoteChoice.Yes, Final = true } },
                        Tally = new Tally
                        {
                            EntitledMembers = 2, YesMembers = 1, EntitledShare = "100", YesShare = "62",
                        },
                    },
                },
            });
    }
}
