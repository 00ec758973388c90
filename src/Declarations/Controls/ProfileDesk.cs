using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Declarations.Controls;

/// <summary>Takes the steps of a profile, each a row and an entry in one transaction.</summary>
internal sealed class ProfileDesk(Mutations mutations, ProfileSight sight, ProfileTrial trial, TimeProvider time)
{
    /// <summary>Profiles in force and proposed, of the club and of each administration: what a declaration may
    /// cost.</summary>
    public const int ProfilesMax = 50;

    public Task<ProposeRiskProfileResponse> ProposeAsync(
        ProposeRiskProfileRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            var draft = request.Draft ?? new RiskProfileDraft();
            var proposed = new RiskProfile
            {
                Id = draft.Id,
                Administration = sight.OwnScope(caller),
                TitleEn = draft.TitleEn,
                TitleJa = draft.TitleJa,
                Rule = draft.Rule,
                Points = draft.Points,
                DocumentCheckFrom = draft.DocumentCheckFrom,
                PhysicalControlFrom = draft.PhysicalControlFrom,
                Holds = draft.Holds,
            };
            ProfileRules.Check(proposed, "draft.", work.Faults);
            work.Faults.ThrowIfAny();
            var steps = await LockedAsync(work);
            CheckNew(proposed, steps, work.Faults);
            work.Faults.ThrowIfAny();
            return new ProposeRiskProfileResponse { Profile = await ProposedAsync(work, proposed, steps) };
        }, cancel);

    public Task<EndRiskProfileResponse> EndAsync(
        EndRiskProfileRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            work.Faults.ThrowIfAny();
            var steps = await LockedAsync(work);
            var newest = Find(steps, request.Id, caller);
            var ends = steps.FindLast(one => one.Id == newest.Id && one.State != RiskProfileState.Proposed)?.Clone();
            if (ends?.State != RiskProfileState.InForce)
                throw new ClubException(ErrorReason.StateForbids, $"Profile {newest.Id} is not in force.");
            (ends.Ends, ends.Trial) = (true, null);
            return new EndRiskProfileResponse { Profile = await ProposedAsync(work, ends, steps) };
        }, cancel);

    public Task<TryRiskProfileResponse> TryAsync(
        TryRiskProfileRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            var days = ProfileTrial.Days(request, work.Faults);
            work.Faults.ThrowIfAny();
            var known = Find(await StepsAsync(work), request.Id, caller);
            if (known.State != RiskProfileState.Proposed || known.Ends)
                throw new ClubException(
                    ErrorReason.StateForbids, $"No version of profile {known.Id} waits to be tried.");
            var result = await trial.RunAsync(known, days, sight.OwnScope(caller), work.Cancel);
            (result.TriedBy, result.TriedAt) = (caller.Id, time.RecordedNow());

            // Nobody waits while it is tried; so what was tried must still be what is proposed.
            var tried = Find(await LockedAsync(work), request.Id, caller).Clone();
            if (tried.State != RiskProfileState.Proposed || tried.Version != known.Version)
                throw new ClubException(ErrorReason.ConcurrentChange, $"Profile {known.Id} has changed meanwhile.");
            tried.Trial = result;
            await ProfileStore.StoreAsync(work.Transaction, caller.Id, tried, work.Cancel);
            return new TryRiskProfileResponse { Profile = tried };
        }, cancel);

    public Task<ApproveRiskProfileResponse> ApproveAsync(
        ApproveRiskProfileRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            work.Faults.ThrowIfAny();
            var approved = Find(await LockedAsync(work), request.Id, caller).Clone();
            if (approved.State != RiskProfileState.Proposed)
                throw new ClubException(
                    ErrorReason.StateForbids, $"No version of profile {approved.Id} waits to be approved.");
            if (approved.ContentHash != request.ContentHash)
                throw new ClubException(ErrorReason.ConcurrentChange,
                    $"What is proposed has the hash {approved.ContentHash}. Read it, then decide.");
            if (approved.ProposedBy == caller.Id)
                throw new ClubException(ErrorReason.FourEyes, "Who proposed a profile may not approve it.");
            if (!approved.Ends && approved.Trial is null)
                throw new ClubException(ErrorReason.StateForbids,
                    $"Version {approved.Version} of profile {approved.Id} has not been tried on past declarations.");
            approved.State = approved.Ends ? RiskProfileState.Ended : RiskProfileState.InForce;
            (approved.ApprovedBy, approved.ApprovedAt) = (caller.Id, time.RecordedNow());
            await ProfileStore.StoreAsync(work.Transaction, caller.Id, approved, work.Cancel);
            return new ApproveRiskProfileResponse { Profile = approved };
        }, cancel);

    private async Task<RiskProfile> ProposedAsync(Work work, RiskProfile profile, List<RiskProfile> steps)
    {
        profile.Version = (steps.FindLast(one => one.Id == profile.Id)?.Version ?? 0) + 1;
        profile.ContentHash = ProfileRules.HashOf(profile);
        profile.State = RiskProfileState.Proposed;
        (profile.ProposedBy, profile.ProposedAt) = (work.Caller.Id, time.RecordedNow());
        (profile.ApprovedBy, profile.ApprovedAt) = ("", null);
        await ProfileStore.StoreAsync(work.Transaction, work.Caller.Id, profile, work.Cancel);
        return profile;
    }

    private static void CheckNew(RiskProfile proposed, List<RiskProfile> steps, Violations faults)
    {
        var newest = steps.FindLast(one => one.Id == proposed.Id);
        if (newest is { Ends: false } && newest.ContentHash == ProfileRules.HashOf(proposed))
            faults.Add("draft", "", "CHANGE", proposed.Id, $"another content than version {newest.Version} has",
                "It says nothing new.");
        var others = steps.Where(one => one.Administration == proposed.Administration && one.Id != proposed.Id)
            .GroupBy(one => one.Id).Count(one => one.Last().State != RiskProfileState.Ended);
        if (others >= ProfilesMax)
            faults.Add("draft.id", "", "PROFILE_COUNT", $"{others + 1} profiles", $"at most {ProfilesMax}",
                "There are too many profiles: end one.");
    }

    // The same words for what isn't there and for what the caller may not see.
    private RiskProfile Find(List<RiskProfile> steps, string id, Caller caller) =>
        steps.FindLast(one => one.Id == id && one.Administration == sight.OwnScope(caller))
        ?? throw new ClubException(ErrorReason.NotFound, "There is no such profile of the caller's.");

    private static async Task<List<RiskProfile>> LockedAsync(Work work)
    {
        await ProfileStore.LockAsync(work.Transaction, work.Cancel);
        return await StepsAsync(work);
    }

    private static async Task<List<RiskProfile>> StepsAsync(Work work) =>
        (await ProfileStore.AllAsync(work.Transaction.Connection!, work.Cancel)).ConvertAll(step => step.Profile);
}
