using CrmClub.Web.Calls;
using CrmClub.Web.Pages;
using CrmClub.Web.SignIn;

namespace CrmClub.Web.Filing;

/// <summary>What is a supplier's or an assessor's own, by all that has to be asked for it.</summary>
internal sealed class FilingReader(FilingCalls calls, IHttpContextAccessor current)
{
    /// <summary>No value where one of the answers is missing.</summary>
    public async Task<Answer<OwnFilings>> ReadAsync()
    {
        var user = current.HttpContext!.User;
        var facilities = calls.FacilitiesAsync();
        var applications = calls.ApplicationsAsync();
        var assessments = await calls.AssessmentsAsync();
        var (inside, open) = (await facilities, await applications);
        if (inside.Value is not { } own || open.Value is not { } filed)
            return new("suppliers", inside.Value is null ? inside.Trouble : open.Trouble, null);
        var isAssessor = Roles.IsAssessor(user);
        var surveillances = await calls.SurveillancesAsync(
            isAssessor ? await calls.AssessedAsync(assessments.Value ?? []) : own);
        return assessments.Of(found => new OwnFilings(own, filed, found, surveillances, isAssessor));
    }

    /// <summary>What is due, as a list.</summary>
    public static async Task<IResult> ListAsync(FilingReader reader, Clocks clocks) => Exports.Exports.File(
        (await reader.ReadAsync()).Of(own => DueFiling.Of(own, clocks.Today)),
        ["day", "kind", "facility", "subject", "text", "late"],
        one => [one.Day, $"{one.Kind}", one.Facility, one.Subject, one.Text, $"{one.IsLate(clocks.Today)}"]);
}
