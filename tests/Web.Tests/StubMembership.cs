using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Tests.Bench;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>A member, and an applicant; two changes wait, one of them by the officer who signs in.</summary>
internal sealed partial class StubMembership : MembershipService.MembershipServiceBase
{
    internal const string OfOfficer = "0198f0e2-0000-7000-8000-00000000a001";
    internal const string OfAnother = "0198f0e2-0000-7000-8000-00000000a002";

    /// <summary>What was asked to be done last.</summary>
    internal static IMessage? Done { get; private set; }

    public override Task<ListChangesResponse> ListChanges(ListChangesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListChangesResponse
        {
            Changes =
            {
                new[] { Waits(OfOfficer, StubSuppliers.Officer), Waits(OfAnother, "oid-other"), Written() }
                    .Where(one => request.State == default || one.State == request.State),
            },
        });

    public override Task<ListAdministrationsResponse> ListAdministrations(
        ListAdministrationsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListAdministrationsResponse
        {
            Administrations =
            {
                new Administration
                {
                    Code = "DE", Party = "EU", TenantId = TestIdentity.GermanTenant, TimeZone = "Europe/Berlin",
                },
                new Administration
                {
                    Code = "AU", Party = "AU", TenantId = TestIdentity.ApplicantTenant,
                    TimeZone = "Australia/Sydney",
                },
            },
        });

    public override Task<ListCountriesResponse> ListCountries(
        ListCountriesRequest request, ServerCallContext context) => Task.FromResult(new ListCountriesResponse
        {
            Countries =
            {
                new Country { Code = "CN", NameEn = "China", NameJa = "中国" },
                new Country { Code = "JP", Alpha3 = "JPN", Numeric = "392", NameEn = "Japan", NameJa = "日本" },
            },
        });

    public override Task<GetPartyResponse> GetParty(GetPartyRequest request, ServerCallContext context) =>
        request.Code switch
        {
            "JP" => Task.FromResult(new GetPartyResponse
            {
                Party = new PartyOnDay { Party = Japan(), Status = PartyStatus.Member },
            }),
            "NZ" => Task.FromResult(new GetPartyResponse
            {
                Party = new PartyOnDay
                {
                    Party = new Party
                    {
                        Code = "NZ",
                        NameEn = "New Zealand",
                        NameJa = "ニュージーランド",
                        Decisions =
                        {
                            new PartyDecision { Number = 1, Step = PartyStep.Application, EffectiveOn = "2026-11-01" },
                        },
                    },
                    Status = PartyStatus.Applicant,
                },
            }),
            _ => throw new RpcException(new Status(StatusCode.NotFound, "")),
        };

    public override Task<ListPartiesResponse> ListParties(ListPartiesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListPartiesResponse
        {
            Parties = { new PartyOnDay { Party = Japan(), Status = PartyStatus.Member } },
        });

    public override Task<PrepareChangeResponse> PrepareChange(
        PrepareChangeRequest request, ServerCallContext context)
    {
        if (request.Change.Notice is not null)
            return Task.FromResult(Noted(request));
        Done = request;
        if (request.Change.Criterion?.Criterion != "STOCKPILE")
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
                                Field = "change.criterion.criterion", Rule = "CRITERION", Accepted = "STOCKPILE",
                                Value = request.Change.Criterion?.Criterion ?? "",
                                Message = "There is no such criterion.",
                            },
                        },
                    }),
                },
            }.ToRpcException();
        return Task.FromResult(new PrepareChangeResponse { Change = Waits(OfOfficer, StubSuppliers.Officer) });
    }

    public override Task<AnnounceWithdrawalResponse> AnnounceWithdrawal(
        AnnounceWithdrawalRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new AnnounceWithdrawalResponse { Party = Japan() });
    }

    public override Task<ApplyForMembershipResponse> ApplyForMembership(
        ApplyForMembershipRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new ApplyForMembershipResponse { Party = request.Party });
    }

    public override Task<ApproveChangeResponse> ApproveChange(ApproveChangeRequest request, ServerCallContext context)
    {
        if (request.ChangeId == WaitingNotice)
            return Task.FromResult(new ApproveChangeResponse { Change = Noted(request, "N-2026-0061") });
        Done = request;
        return Task.FromResult(new ApproveChangeResponse { Change = Waits(request.ChangeId, "oid-other") });
    }

    public override Task<RejectChangeResponse> RejectChange(RejectChangeRequest request, ServerCallContext context)
    {
        if (request.ChangeId == WaitingNotice)
            return Task.FromResult(new RejectChangeResponse { Change = Noted(request, "") });
        Done = request;
        return request.Reason.Length > 0
            ? Task.FromResult(new RejectChangeResponse { Change = Waits(request.ChangeId, "oid-other") })
            : throw new RpcException(new Status(StatusCode.InvalidArgument, "A reason is needed."));
    }

    private static Change Waits(string id, string author) => new()
    {
        Id = id,
        Author = author,
        Reason = StubServices.Markup,
        State = ChangeState.Prepared,
        RecordedAt = new Timestamp(),
        VotingShares = new VotingShares
        {
            ValidFrom = "2027-01-01",
            Shares = { new PartyShare { Party = "EU", SharePercent = "62" } },
        },
    };

    private static Party Japan() => new()
    {
        Code = "JP",
        NameEn = "Japan",
        NameJa = "日本",
        Statuses = { new PartyStatusRow { Status = PartyStatus.Withdrawn, ValidFrom = "2099-01-01" } },
        PhaseIn =
        {
            Row("2027-07-01", "2028-07-01", "75"), Row("2028-07-01", "2029-07-01", "50"),
            Row("2029-07-01", "2030-07-01", "25"), Row("2030-07-01", "", "0"),
        },
    };

    private static PhaseInRow Row(string from, string to, string percent) =>
        new() { ValidFrom = from, ValidTo = to, SharePercent = percent };
}
