using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;
using Npgsql;

namespace CrmClub.Suppliers.Applications;

/// <summary>Applications, to each what is theirs to see, and who acts for operators.</summary>
internal sealed class ReadApplications(NpgsqlDataSource database, ClubTime time)
{
    public async Task<GetApplicationResponse> GetAsync(
        GetApplicationRequest request, Caller caller, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var view = await ApplicationView.OfAsync(connection, caller, time.Today(ChangeRules.ClubZone), cancel);
        var application = await ApplicationStore.FindAsync(connection, request.Number, view, cancel)
            ?? throw new ClubException(ErrorReason.NotFound, "There is no such application.");
        return new GetApplicationResponse { Application = view.All ? application : application.WithoutNames() };
    }

    public async Task<ListApplicationsResponse> ListAsync(
        ListApplicationsRequest request, Caller caller, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        var view = await ApplicationView.OfAsync(connection, caller, time.Today(ChangeRules.ClubZone), cancel);
        var query = new ApplicationQuery { After = page.After, Limit = page.Size + 1, View = view };
        var (applications, next) = page.Cut(
            [.. await ApplicationStore.ReadAsync(connection, query, cancel)], one => one.Number);
        return new ListApplicationsResponse
        {
            Applications = { applications.Select(one => view.All ? one : one.WithoutNames()) },
            NextPageToken = next,
        };
    }

    public async Task<ListRepresentativesResponse> RepresentativesAsync(
        ListRepresentativesRequest request, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var read = SuppliersReader.IsNumber(request.Operator)
            ? await ApplicationStore.RepresentativesAsync(
                connection, request.Operator.Length == 0 ? null : request.Operator, countingOnly: true, cancel)
            : [];
        return new ListRepresentativesResponse { Representatives = { read.Select(stored => stored.Content) } };
    }
}

/// <summary>What of an application is not for everybody who sees it.</summary>
internal static class ShownApplication
{
    extension(CertificationApplication application)
    {
        /// <summary>Without whoever in the secretariat did something.</summary>
        public CertificationApplication WithoutNames()
        {
            var shown = application.Clone();
            foreach (var step in shown.Steps)
                step.By = "";
            return shown;
        }
    }
}
