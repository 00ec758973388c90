using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Administrations;
using CrmClub.Membership.Groups;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Parties;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Membership.Changes;

/// <summary>Second pair of eyes: the change takes effect, or is rejected with a reason. Once.</summary>
internal sealed class JudgeChange(Deeds deeds)
{
    public Task<ApproveChangeResponse> ApproveAsync(
        ApproveChangeRequest request, Caller caller, CancellationToken cancel) =>
        deeds.RunAsync(request, caller, deed => ApproveAsync(request, deed), cancel);

    public Task<RejectChangeResponse> RejectAsync(
        RejectChangeRequest request, Caller caller, CancellationToken cancel) =>
        deeds.RunAsync(request, caller, deed => RejectAsync(request, deed), cancel);

    private static async Task<ApproveChangeResponse> ApproveAsync(ApproveChangeRequest request, Deed deed)
    {
        var change = await WaitingAsync(request.ChangeId, deed);
        Overtaken.Refuse(change, deed);
        // What was right when it was prepared may not be any more.
        ChangeRules.Check(change, deed);
        deed.Work.Faults.ThrowIfAny();

        Judge(change, ChangeState.Approved, deed);
        await TakeEffectAsync(change, deed);
        return new ApproveChangeResponse { Change = change };
    }

    private static async Task<RejectChangeResponse> RejectAsync(RejectChangeRequest request, Deed deed)
    {
        PartySteps.Reason(request.Reason, deed.Work.Faults);
        deed.Work.Faults.ThrowIfAny();
        var change = await WaitingAsync(request.ChangeId, deed);
        change.Rejection = request.Reason;
        Judge(change, ChangeState.Rejected, deed);
        await deed.RecordAsync(change.Id, null, new ChangeRecorded { Change = change });
        return new RejectChangeResponse { Change = change };
    }

    private static async Task<Change> WaitingAsync(string id, Deed deed)
    {
        if (!Guid.TryParseExact(id, "D", out _))
            deed.Work.Faults.Add("change_id", "", "UUID", id, "id of a prepared change", "It is no UUID.");
        deed.Work.Faults.ThrowIfAny();

        var rows = await MembershipReader.RecordsAsync(
            deed.Work.Transaction.Connection!, [Change.Descriptor], id, deed.Work.Cancel);
        var change = rows.Select(row => row.Content).Cast<Change>().LastOrDefault()
            ?? throw new ClubException(ErrorReason.NotFound, "There is no such change.");
        if (change.State != ChangeState.Prepared)
            throw new ClubException(ErrorReason.StateForbids, $"The change is {change.State} since before.");
        if (change.Author == deed.Work.Caller.Id)
            throw new ClubException(ErrorReason.FourEyes, "Who prepared a change may not approve it.");
        return change;
    }

    private static void Judge(Change change, ChangeState state, Deed deed)
    {
        change.State = state;
        change.Approver = deed.Work.Caller.Id;
        change.RecordedAt = deed.Now;
    }

    private static async Task TakeEffectAsync(Change change, Deed deed)
    {
        switch (change.ContentCase)
        {
            case Change.ContentOneofCase.Criterion:
                var met = change.Criterion.Clone();
                met.RecordedAt = deed.Now;
                await deed.RecordAsync(met.Party, null, new CriterionFoundMet { Criterion = met, Change = change });
                break;
            case Change.ContentOneofCase.Correction:
                var party = deed.Book.View.Party(change.Correction.Party)!;
                var decision = ChangeRules.Decision(change.Correction, party, change.Reason)!;
                await PartySteps.TakeAsync(deed, party.Contract, decision, change);
                break;
            case Change.ContentOneofCase.VotingShares:
                await SetAsync(change, deed);
                break;
            case Change.ContentOneofCase.Administration:
                await deed.RecordAsync(change.Administration.Code, null, new AdministrationRegistered
                {
                    Administration = change.Administration,
                    Change = change,
                });
                break;
            case Change.ContentOneofCase.CustomsSystem:
                await SetAsync(SystemRules.Registered(change.CustomsSystem, deed), change, deed);
                break;
            case Change.ContentOneofCase.Rotation:
                await SetAsync(SystemRules.Rotated(change.Rotation, deed), change, deed);
                break;
            case Change.ContentOneofCase.CountryGroup:
                var group = change.CountryGroup.Clone();
                GroupRules.Stamp(group, deed.Book.Groups.LastOrDefault(known => known.Code == group.Code), deed.Now);
                await deed.RecordAsync(
                    group.Code, null, new CountryGroupSet { CountryGroup = group, Change = change });
                break;
            case Change.ContentOneofCase.Notice:
                await NoticeNumbers.GiveAsync(change.Notice, deed);
                await deed.RecordAsync(
                    change.Notice.Number, deed.Today, new NoticePublished { Notice = change.Notice, Change = change });
                break;
            case Change.ContentOneofCase.Mandate:
                var mandate = change.Mandate.Clone();
                mandate.RecordedAt = deed.Now;
                await deed.RecordAsync(
                    mandate.Party,
                    LegalDays.Read(mandate.ValidFrom),
                    new MandateGiven { Mandate = mandate, Change = change });
                break;
        }
    }

    private static Task SetAsync(CustomsSystem system, Change change, Deed deed) => deed.RecordAsync(
        system.ClientId, null, new CustomsSystemSet { CustomsSystem = system, Change = change });

    private static async Task SetAsync(Change change, Deed deed)
    {
        var shares = change.VotingShares;
        var set = new VotingSharesSet { Shares = shares, Change = change };
        foreach (var share in shares.Shares)
        {
            var party = deed.Book.View.Party(share.Party)!.Contract.Clone();
            party.VotingShares.Add(new VotingShareRow
            {
                ValidFrom = shares.ValidFrom,
                SharePercent = share.SharePercent,
                RecordedAt = deed.Now,
            });
            set.Parties.Add(party);
        }

        await deed.RecordAsync("voting shares", LegalDays.Read(shares.ValidFrom), set);
    }
}
