using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Applications;
using CrmClub.Suppliers.Assessments;
using CrmClub.Suppliers.Requests;
using CrmClub.Suppliers.Schemes;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Certificates;

/// <summary>First pair of eyes: a certificate is drafted.</summary>
internal sealed class PrepareCertificate(Mutations mutations, ClubTime time)
{
    public Task<PrepareCertificateResponse> RunAsync(
        PrepareCertificateRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => PrepareAsync(request, work), cancel);

    private async Task<PrepareCertificateResponse> PrepareAsync(PrepareCertificateRequest request, Work work)
    {
        var connection = work.Transaction.Connection!;
        var years = SchemeDocument.ValidityYears(await SchemeStore.OnAsync(
            connection, time.Today(ChangeRules.ClubZone), work.Cancel));
        var facility = await SuppliersReader.FacilityAsync(connection, request.Facility, work.Cancel);
        if (facility is null)
        {
            work.Faults.Add(
                "facility", "", "FACILITY", request.Facility, "number of a registered facility",
                "There is no such facility.");
        }

        if (!Enum.IsDefined(request.Level) || request.Level == CertificateLevel.Unspecified)
            work.Faults.Add("level", "", "LEVEL", $"{request.Level}", "A, B or C", "There is no such level.");
        work.Faults.Scopes("scopes", request.Scopes);
        var scopes = Scopes(request.Scopes, facility, work.Faults);
        var (from, to) = Validity(request, years, work.Faults);
        var replaced = request.Replaces.Length == 0
            ? null : await ChangeRules.CurrentAsync(request.Replaces, work, "replaces");
        if (replaced is not null)
            Check(replaced, request, from, work.Faults);
        var application = await CitedAssessment.CheckAsync(request, work);
        ChangeRules.Reason(request.Reason, work.Faults);
        work.Faults.ThrowIfAny();
        await CitedApplication.HoldAsync(application, work);

        var certificate = new Certificate
        {
            Number = await Numbers.CertificateAsync(work, time.Today(ChangeRules.ClubZone).Year),
            Version = 1,
            Facility = facility!.Number,
            Country = facility.Country,
            Level = request.Level,
            Scopes = { scopes },
            State = CertificateState.Draft,
            ValidFrom = ChangeRules.Day(from!.Value),
            ValidTo = ChangeRules.Day(to!.Value),
            Replaces = request.Replaces,
            Assessment = request.Assessment,
            Application = application,
        };
        var change = await ChangeRules.PrepareAsync(work, certificate, from, request.Reason);
        return new PrepareCertificateResponse { Change = change };
    }

    // What is replaced has to stand, and its rights of days past are not taken away by another's issue.
    private void Check(
        Certificate replaced, PrepareCertificateRequest request, DateOnly? from, Violations faults)
    {
        var today = time.Today(ChangeRules.ClubZone);
        if (replaced.State != CertificateState.Issued || replaced.Facility != request.Facility)
        {
            faults.Add(
                "replaces", "", "REPLACES", request.Replaces,
                $"an issued certificate of facility {request.Facility}",
                $"It is {replaced.State}, of facility {replaced.Facility}.");
        }

        if (from < today && from < ChangeRules.Day(replaced.ValidTo))
        {
            faults.Add(
                "valid_from", "", "BACKDATED_SUPERSESSION", request.ValidFrom,
                $"today or later, or {replaced.ValidTo} as a renewal",
                "A certificate takes another's place from its publication.");
        }
    }

    private static (DateOnly? From, DateOnly? To) Validity(
        PrepareCertificateRequest request, int years, Violations faults)
    {
        var from = faults.Day("valid_from", "", request.ValidFrom);
        var given = faults.Day("valid_to", "", request.ValidTo, required: false);
        if (from is null || from.Value.Year + years > DateOnly.MaxValue.Year)
            return (from, null);
        var longest = from.Value.AddYears(years);
        var to = given ?? longest;
        if (to <= from || to > longest)
        {
            faults.Add(
                "valid_to", "", "CERTIFICATE_VALIDITY", request.ValidTo,
                $"a day after valid_from, at most {years} years later", "The validity is empty or too long.");
        }

        return (from, to);
    }

    // The certificate covers at most what the facility does; its capacity is the facility's own.
    private static List<Scope> Scopes(IReadOnlyList<Scope> asked, Facility? facility, Violations faults)
    {
        var scopes = new List<Scope>();
        foreach (var (place, scope) in asked.Index())
        {
            if (facility is null)
                continue;
            var own = facility.Scopes.FirstOrDefault(one => one.Material == scope.Material && one.Stage == scope.Stage);
            if (own is null)
            {
                faults.Add(
                    $"scopes[{place}]", "", "SCOPE_OF_FACILITY", $"{scope.Material} {scope.Stage}",
                    string.Join(", ", facility.Scopes.Select(one => $"{one.Material} {one.Stage}")),
                    "The facility does not do this.");
            }
            else if (scope.CapacityTonsPerYear.Length > 0 && scope.CapacityTonsPerYear != own.CapacityTonsPerYear)
            {
                faults.Add(
                    $"scopes[{place}].capacity_tons_per_year", "", "CAPACITY_OF_FACILITY", scope.CapacityTonsPerYear,
                    $"nothing, or {own.CapacityTonsPerYear}", "The capacity is the facility's own.");
            }
            else
            {
                scopes.Add(own);
            }
        }

        return scopes;
    }
}
