using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Wording;
using CrmClub.Web.Calls;
using CrmClub.Web.SignIn;

namespace CrmClub.Web.Cases;

/// <summary>The case file of a declaration as one page to save and to print, for those who may see it.</summary>
internal static class CaseFiles
{
    internal static void MapCaseFiles(this WebApplication app) =>
        app.MapGet("/declarations/{mrn}/case", async (string mrn, PersonsCalls calls) =>
        {
            var answer = await calls.CaseFileAsync(new GetCaseFileRequest { Mrn = mrn });
            return answer.Value is { } found
                ? Results.Content(CasePage.Html(found.CaseFile), "text/html; charset=utf-8")
                : Results.StatusCode(answer.Status);
        }).WithMetadata(new OwnStyle(CasePage.StyleHash)).RequireAuthorization(Access.Cases);
}
