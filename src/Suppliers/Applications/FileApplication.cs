using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Grievances;
using CrmClub.Suppliers.Requests;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Applications;

/// <summary>A supplier applies for a facility of its own operator.</summary>
internal sealed class FileApplication(Mutations mutations, ClubTime time)
{
    private DateOnly Today => time.Today(ChangeRules.ClubZone);

    public Task<FileApplicationResponse> RunAsync(
        FileApplicationRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => FileAsync(request, work), cancel);

    private async Task<FileApplicationResponse> FileAsync(FileApplicationRequest request, Work work)
    {
        var asked = request.Application ?? new CertificationApplication();
        var connection = work.Transaction.Connection!;
        var own = await ApplicationStore.RepresentedAsync(connection, work.Caller.Id, Today, work.Cancel);
        if (SuppliersReader.IsNumber(asked.Facility))
            await work.LockAsync($"applications of {asked.Facility}");
        var facility = await SuppliersReader.FacilityAsync(connection, asked.Facility, work.Cancel);
        // Another's is answered like none.
        if (facility is null || !own.Contains(facility.Operator))
        {
            facility = null;
            work.Faults.Add(
                "application.facility", "", "FACILITY", asked.Facility,
                "number of a facility of an operator that the caller may act for", "There is no such facility.");
        }

        work.Faults.Paragraphs("application.statement", asked.Statement);
        work.Faults.Scopes("application.scopes", asked.Scopes);
        if (facility is not null)
            await CheckAsync(asked, facility, work);
        work.Faults.ThrowIfAny();

        var application = new CertificationApplication
        {
            Number = await NumberSeries.DrawAsync(work, $"AP-{Today.Year:0000}", 4),
            Operator = facility!.Operator,
            Facility = facility.Number,
            Scopes = { asked.Scopes.Select(one => new Scope { Material = one.Material, Stage = one.Stage }) },
            Statement = GrievanceRules.Lines(asked.Statement),
            FiledOn = ChangeRules.Day(Today),
            State = ApplicationState.Filed,
        };
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(
                work.Caller.Id, application.Number, Today, new ApplicationFiled { Application = application }),
            work.Cancel);
        await ApplicationStore.AddAsync(work, entry, application);
        return new FileApplicationResponse { Application = application };
    }

    private static async Task CheckAsync(CertificationApplication asked, Facility facility, Work work)
    {
        var waiting = (await ApplicationStore.ReadAsync(
                work.Transaction.Connection!,
                new() { View = new(false, [facility.Operator], []) },
                work.Cancel))
            .Where(one => one.IsOpen && one.Facility == facility.Number).ToList();
        foreach (var (place, scope) in asked.Scopes.Index())
        {
            if (!facility.Scopes.Any(one => Same(one, scope)))
            {
                work.Faults.Add(
                    $"application.scopes[{place}]", "", "SCOPE_OF_FACILITY", $"{scope.Material} {scope.Stage}",
                    string.Join(", ", facility.Scopes.Select(one => $"{one.Material} {one.Stage}")),
                    "The facility does not do this.");
            }

            if (waiting.Find(one => one.Scopes.Any(other => Same(other, scope))) is { } open)
            {
                work.Faults.Add(
                    $"application.scopes[{place}]", "", "APPLICATION_OPEN", $"{scope.Material} {scope.Stage}",
                    "what no other application waits for", $"{open.Number} has been filed for it and is open.");
            }
        }
    }

    private static bool Same(Scope one, Scope other) => (one.Material, one.Stage) == (other.Material, other.Stage);
}
