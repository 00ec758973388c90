using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Administrations;
using CrmClub.Membership.Changes;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Groups;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;

namespace CrmClub.Membership.Parties;

/// <summary>Who is in the club, on the wire.</summary>
internal sealed class MembershipEndpoint(
    MembershipState state,
    ClubTime time,
    ApplyForMembership apply,
    AnnounceWithdrawal withdrawal,
    PrepareChange prepare,
    JudgeChange judge,
    ListChanges changes,
    CustomsSystems systems,
    KnownGroups groups)
    : MembershipService.MembershipServiceBase
{
    public override Task<ListPartiesResponse> ListParties(ListPartiesRequest request, ServerCallContext context) =>
        Task.FromResult(Parties.ListParties.Answer(state.View, request, time));

    public override Task<GetPartyResponse> GetParty(GetPartyRequest request, ServerCallContext context) =>
        Task.FromResult(Parties.GetParty.Answer(state.View, request, time));

    public override Task<ListAdministrationsResponse> ListAdministrations(
        ListAdministrationsRequest request, ServerCallContext context) =>
        Task.FromResult(Administrations.ListAdministrations.Answer(state.View, request));

    public override Task<ApplyForMembershipResponse> ApplyForMembership(
        ApplyForMembershipRequest request, ServerCallContext context) =>
        apply.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<AnnounceWithdrawalResponse> AnnounceWithdrawal(
        AnnounceWithdrawalRequest request, ServerCallContext context) =>
        withdrawal.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PrepareChangeResponse> PrepareChange(
        PrepareChangeRequest request, ServerCallContext context) =>
        prepare.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ApproveChangeResponse> ApproveChange(
        ApproveChangeRequest request, ServerCallContext context) =>
        judge.ApproveAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RejectChangeResponse> RejectChange(RejectChangeRequest request, ServerCallContext context) =>
        judge.RejectAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SuspendCustomsSystemResponse> SuspendCustomsSystem(
        SuspendCustomsSystemRequest request, ServerCallContext context) =>
        systems.SuspendAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListCustomsSystemsResponse> ListCustomsSystems(
        ListCustomsSystemsRequest request, ServerCallContext context) =>
        systems.AnswerAsync(request, context.CancellationToken);

    public override Task<ListCountryGroupsResponse> ListCountryGroups(
        ListCountryGroupsRequest request, ServerCallContext context) =>
        Task.FromResult(ReadGroups.Answer(groups.All, state.View, request, time));

    public override Task<GetCountryGroupResponse> GetCountryGroup(
        GetCountryGroupRequest request, ServerCallContext context) =>
        Task.FromResult(ReadGroups.Answer(groups.All, state.View, request, time));

    public override Task<ListCountriesResponse> ListCountries(
        ListCountriesRequest request, ServerCallContext context) =>
        Task.FromResult(Groups.ListCountries.Answer(request));

    public override Task<ListHolidaysResponse> ListHolidays(
        ListHolidaysRequest request, ServerCallContext context) =>
        Task.FromResult(Calendar.ListHolidays.Answer(state.View.WorkingDays, request, time));

    public override Task<ListChangesResponse> ListChanges(ListChangesRequest request, ServerCallContext context) =>
        changes.AnswerAsync(request, context.CancellationToken);
}
