using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Parties;

/// <summary>A party gives notice that it leaves; an applicant takes its application back without notice.</summary>
internal sealed class AnnounceWithdrawal(Deeds deeds)
{
    public Task<AnnounceWithdrawalResponse> RunAsync(
        AnnounceWithdrawalRequest request, Caller caller, CancellationToken cancel) =>
        deeds.RunAsync(request, caller, deed => AnnounceAsync(request, deed), cancel);

    private static async Task<AnnounceWithdrawalResponse> AnnounceAsync(AnnounceWithdrawalRequest request, Deed deed)
    {
        var faults = deed.Work.Faults;
        PartySteps.Reason(request.Reason, faults);
        var from = faults.Day("effective_on", "", request.EffectiveOn);
        faults.ThrowIfAny();

        var party = PartySteps.Known(deed, request.Party, request.KnownDecision);
        var isApplicant = deed.Book.View.Party(party.Code)!.StatusOn(deed.Today) == PartyStatus.Applicant;
        var first = deed.Today.AddDays(isApplicant ? 0 : deed.Book.Terms.WithdrawalNoticeDays);
        if (from < first)
            faults.Add(
                "effective_on", "", "PERIOD_OF_NOTICE", request.EffectiveOn, $"{LegalDays.Write(first)} or later",
                "The period of notice is not kept.");
        faults.ThrowIfAny();
        return new AnnounceWithdrawalResponse
        {
            Party = await PartySteps.TakeAsync(deed, party, new PartyDecision
            {
                Step = PartyStep.Withdrawal,
                EffectiveOn = request.EffectiveOn,
                Reason = request.Reason,
            }),
        };
    }
}
