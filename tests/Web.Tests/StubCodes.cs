using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>Beside its members: a country group, a holiday, and a notice that waits to be published.</summary>
internal sealed partial class StubMembership
{
    /// <summary>Id of a notice that waits to be published, by the officer who signs in.</summary>
    internal const string WaitingNotice = "0198f0e2-0000-7000-8000-0000000000a1";

    /// <summary>What was asked of notices last.</summary>
    internal static IMessage? Changed { get; private set; }

    private static PrepareChangeResponse Noted(PrepareChangeRequest request)
    {
        Changed = request;
        return request.Change.Notice.TitleEn.Length > 0
            ? new PrepareChangeResponse { Change = Written() }
            : throw new Google.Rpc.Status
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
                                Field = "change.notice.title_en", Rule = "TEXT_LENGTH", Message = "It is empty.",
                            },
                        },
                    }),
                },
            }.ToRpcException();
    }

    private static Change Noted(IMessage request, string number)
    {
        Changed = request;
        var written = Written();
        written.Notice.Number = number;
        return written;
    }

    private static Change Written() => new()
    {
        Id = WaitingNotice,
        Author = StubSuppliers.Officer,
        Reason = "Calendar",
        State = ChangeState.Prepared,
        RecordedAt = new Timestamp(),
        Notice = new Notice
        {
            Kind = NoticeKind.General,
            TitleEn = $"Office hours {StubServices.Markup}",
            TitleJa = "執務時間",
            TextEn = "Closed.",
            TextJa = "休業します。",
        },
    };

    public override Task<ListCountryGroupsResponse> ListCountryGroups(
        ListCountryGroupsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListCountryGroupsResponse { Groups = { Asean() } });

    public override Task<GetCountryGroupResponse> GetCountryGroup(
        GetCountryGroupRequest request, ServerCallContext context) => request.Code == "ASEAN"
        ? Task.FromResult(new GetCountryGroupResponse { Group = Asean() })
        : throw new RpcException(new Status(StatusCode.NotFound, "None."));

    public override Task<ListHolidaysResponse> ListHolidays(ListHolidaysRequest request, ServerCallContext context) =>
        Task.FromResult(new ListHolidaysResponse
        {
            Year = request.Year,
            Holidays =
            {
                new Holiday { Day = $"{request.Year}-05-01", Calendar = "CLUB", NameEn = "Labour Day", Derived = true },
            },
        });

    private static CountryGroupOnDay Asean() => new()
    {
        Group = new CountryGroup
        {
            Code = "ASEAN",
            NameEn = StubServices.Markup,
            NameJa = "東南アジア諸国連合",
            Source = "Charter",
            Members = { new CountryGroupMember { Member = "MY", ValidFrom = "1967-08-08" } },
        },
        Countries = { "MY", "VN" },
    };
}
