using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Npgsql;

namespace CrmClub.Declarations.Controls;

/// <summary>Whose profiles a caller prepares, and which it sees.</summary>
internal sealed class ProfileSight(ICallerDirectory callers, NpgsqlDataSource database)
{
    /// <summary>The administration of an officer; empty for the secretariat, whose profiles are the club's.</summary>
    /// <exception cref="ClubException">An officer of no administration.</exception>
    public string OwnScope(Caller caller)
    {
        if (callers.AdministrationOf(caller) is { } own)
            return own;
        return caller.Roles.Overlaps([ClubRoles.SecretariatOfficer, ClubRoles.SecretariatApprover])
            ? "" : throw new ClubException(ErrorReason.CallerNotRegistered, "The caller belongs to no administration.");
    }

    public async Task<ListRiskProfilesResponse> ListAsync(Caller caller, CancellationToken cancel)
    {
        var response = new ListRiskProfilesResponse();
        foreach (var steps in (await StepsAsync(caller, cancel)).GroupBy(one => one.Id)
            .OrderBy(steps => steps.Key, StringComparer.Ordinal))
        {
            var newest = steps.Last();
            if (newest.State == RiskProfileState.Proposed
                && steps.LastOrDefault(one => one.State != RiskProfileState.Proposed) is { } decided)
                response.Profiles.Add(decided);
            response.Profiles.Add(newest);
        }

        return response;
    }

    /// <exception cref="ClubException">There is none, or none that the caller may see.</exception>
    public async Task<GetRiskProfileResponse> GetAsync(string id, Caller caller, CancellationToken cancel)
    {
        var versions = (await StepsAsync(caller, cancel)).Where(one => one.Id == id).GroupBy(one => one.Version)
            .Select(steps => steps.Last()).Reverse().ToList();
        return versions.Count > 0 ? new GetRiskProfileResponse { Versions = { versions } } : throw new ClubException(
            ErrorReason.NotFound, "There is no such profile, or none that the caller may see.");
    }

    private async Task<List<RiskProfile>> StepsAsync(Caller caller, CancellationToken cancel)
    {
        var own = callers.AdministrationOf(caller) ?? "";
        var all = caller.Roles.Contains(ClubRoles.Auditor);
        await using var connection = await database.OpenConnectionAsync(cancel);
        return (await ProfileStore.AllAsync(connection, cancel)).ConvertAll(step => step.Profile)
            .FindAll(one => all || one.Administration.Length == 0 || one.Administration == own);
    }
}
