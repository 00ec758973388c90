using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Applications;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Schemes;
using CrmClub.Suppliers.Storage;
using CrmClub.Suppliers.Surveillance;
using Npgsql;

namespace CrmClub.Suppliers.Assessments;

/// <summary>The scheme, who may assess by it, and what was found.</summary>
internal sealed class ReadAssessments(NpgsqlDataSource database, ClubTime time)
{
    private DateOnly Today => time.Today(ChangeRules.ClubZone);

    public async Task<GetSchemeResponse> SchemeAsync(GetSchemeRequest request, CancellationToken cancel)
    {
        var day = Day(request.AsOf);
        await using var connection = await database.OpenConnectionAsync(cancel);
        return new GetSchemeResponse
        {
            Scheme = SchemeDocument.Read(await SchemeStore.OnAsync(connection, day, cancel)),
        };
    }

    public async Task<ListBodiesResponse> BodiesAsync(ListBodiesRequest request, CancellationToken cancel)
    {
        var day = Day(request.AsOf);
        await using var connection = await database.OpenConnectionAsync(cancel);
        return new ListBodiesResponse
        {
            Bodies = { await AccreditationStore.BodiesAsync(connection, day, cancel) },
            Assessors = { await AccreditationStore.AssessorsAsync(connection, day, cancel) },
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
        var rules = SurveillanceRules.Read(await SchemeStore.OnAsync(connection, Today, cancel));
        var query = new SurveillanceQuery
        {
            Certificate = request.Certificate.Length == 0 ? null : request.Certificate,
            OpenUntil = request.Certificate.Length == 0
                ? Today.AddDays(rules.WarningDays.Max()) : null,
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
        var own = request.Own ? await ApplicationView.OwnAsync(connection, caller, Today, cancel) : null;
        var query = CertificateQuery.Newest(request.Facility, page) with
        {
            OverdueOn = request.Overdue ? Today : null,
            Operators = own?.Operators ?? await OwnAsync(connection, caller, cancel),
            Bodies = own?.Bodies,
        };
        var read = await AssessmentStore.AssessmentsAsync(connection, query, cancel);
        var (assessments, next) = page.Cut([.. read.Select(stored => stored.Content)], one => one.Number);
        return new ListAssessmentsResponse { Assessments = { assessments }, NextPageToken = next };
    }

    // To a supplier, another's assessment is as if there were none: what is for everybody is in the register.
    private async Task<string[]?> OwnAsync(NpgsqlConnection connection, Caller caller, CancellationToken cancel) =>
        ApplicationView.IsSuppliersAlone(caller)
            ? await ApplicationStore.RepresentedAsync(connection, caller.Id, Today, cancel)
            : null;

    private DateOnly Day(string asOf)
    {
        var faults = new Violations();
        var day = faults.Day("as_of", "", asOf, required: false);
        faults.ThrowIfAny();
        return day ?? Today;
    }
}
