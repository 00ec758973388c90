using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Applications;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;
using CrmClub.Suppliers.Surveillance;
using Npgsql;

namespace CrmClub.Suppliers.Assessments;

/// <summary>The scheme, who may assess by it, and what was found.</summary>
internal sealed class ReadAssessments(NpgsqlDataSource database, ClubTime time)
{
    public async Task<GetSchemeResponse> SchemeAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return new GetSchemeResponse { Scheme = await AssessmentStore.SchemeAsync(connection, cancel) };
    }

    public async Task<ListBodiesResponse> BodiesAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return new ListBodiesResponse
        {
            Bodies = { (await AssessmentStore.BodiesAsync(connection, cancel)).Select(stored => stored.Content) },
            Assessors = { (await AssessmentStore.AssessorsAsync(connection, cancel)).Select(stored => stored.Content) },
        };
    }

    public async Task<GetAssessmentResponse> GetAsync(
        GetAssessmentRequest request, Caller caller, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var query = new CertificateQuery
        {
            Number = request.Number,
            Operators = await OwnAsync(connection, caller, cancel),
        };
        var history = await AssessmentStore.AssessmentsAsync(connection, query, cancel);
        return history.Count == 0
            ? throw new ClubException(ErrorReason.NotFound, "There is no such assessment.")
            : new GetAssessmentResponse
            {
                Assessment = history[^1].Content,
                History = { history.Select(stored => stored.Content) },
            };
    }

    public async Task<ListSurveillanceResponse> SurveillanceAsync(
        ListSurveillanceRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        var rules = SurveillanceRules.Read((await SuppliersReader.SchemesAsync(connection, cancel)).Single().Content);
        var query = new SurveillanceQuery
        {
            Certificate = request.Certificate.Length == 0 ? null : request.Certificate,
            OpenUntil = request.Certificate.Length == 0
                ? time.Today(ChangeRules.ClubZone).AddDays(rules.WarningDays.Max()) : null,
            After = page.After,
            Limit = page.Size + 1,
        };
        var read = await SurveillanceStore.DaysAsync(connection, query, cancel);
        var (surveillances, next) = page.Cut(read, one => $"{one.Certificate} {one.DueOn}");
        return new ListSurveillanceResponse { Surveillances = { surveillances }, NextPageToken = next };
    }

    public async Task<ListAssessmentsResponse> ListAsync(
        ListAssessmentsRequest request, Caller caller, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        var query = CertificateQuery.Newest(request.Facility, page) with
        {
            Operators = await OwnAsync(connection, caller, cancel),
        };
        var read = await AssessmentStore.AssessmentsAsync(connection, query, cancel);
        var (assessments, next) = page.Cut([.. read.Select(stored => stored.Content)], one => one.Number);
        return new ListAssessmentsResponse { Assessments = { assessments }, NextPageToken = next };
    }

    // To a supplier, another's assessment is as if there were none: what is for everybody is in the register.
    private async Task<string[]?> OwnAsync(NpgsqlConnection connection, Caller caller, CancellationToken cancel) =>
        ApplicationView.IsSuppliersAlone(caller)
            ? await ApplicationStore.RepresentedAsync(
                connection, caller.Id, time.Today(ChangeRules.ClubZone), cancel)
            : null;
}
