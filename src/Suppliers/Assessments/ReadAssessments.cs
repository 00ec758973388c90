using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
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

    public async Task<GetAssessmentResponse> GetAsync(GetAssessmentRequest request, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var history = await AssessmentStore.AssessmentsAsync(
            connection, new CertificateQuery { Number = request.Number }, cancel);
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

    public async Task<ListAssessmentsResponse> ListAsync(ListAssessmentsRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var query = CertificateQuery.Newest(request.Facility, page);
        await using var connection = await database.OpenConnectionAsync(cancel);
        var read = await AssessmentStore.AssessmentsAsync(connection, query, cancel);
        var (assessments, next) = page.Cut([.. read.Select(stored => stored.Content)], one => one.Number);
        return new ListAssessmentsResponse { Assessments = { assessments }, NextPageToken = next };
    }
}
