using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;
using Npgsql;

namespace CrmClub.Suppliers.Register;

/// <summary>One facility, or one certificate with its history, for everybody.</summary>
internal sealed class ReadRegister(NpgsqlDataSource database, ClubTime time)
{
    public async Task<GetRegisteredFacilityResponse> FacilityAsync(
        GetRegisteredFacilityRequest request, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await FacilityAsync(connection, request.Number, Today, cancel) is { } facility
            ? new GetRegisteredFacilityResponse { Facility = facility }
            : throw new ClubException(ErrorReason.NotFound, "There is no such facility.");
    }

    public async Task<GetRegisteredCertificateResponse> CertificateAsync(
        GetRegisteredCertificateRequest request, CancellationToken cancel)
    {
        var today = Today;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var history = SuppliersReader.IsNumber(request.Number)
            ? await RegisterStore.HistoryAsync(connection, request.Number, today, cancel)
            : [];
        if (history.Count == 0)
            throw new ClubException(ErrorReason.NotFound, "There is no such certificate.");
        var facility = await FacilityAsync(connection, history[^1].Facility, today, cancel);
        return new GetRegisteredCertificateResponse
        {
            Certificate = facility!.Certificates.Single(one => one.Number == request.Number),
            History = { history },
            Facility = facility,
            Assessment = await AssessmentAsync(connection, request.Number, cancel),
            Surveillances =
            {
                await SurveillanceStore.DaysAsync(
                    connection, new SurveillanceQuery { Certificate = request.Number }, cancel),
            },
        };
    }

    private static async Task<RegisteredAssessment?> AssessmentAsync(
        NpgsqlConnection connection, string certificate, CancellationToken cancel)
    {
        if (await RegisterStore.AssessmentAsync(connection, certificate, cancel) is not { } number
            || await AssessmentStore.NewestAsync(connection, number, cancel) is not { } assessment)
            return null;
        var bodies = await AccreditationStore.BodiesAsync(connection, ChangeRules.Day(assessment.AssessedOn), cancel);
        var body = bodies.Single(body => body.Number == assessment.Body);
        return PublicAssessment.Of(assessment, body.Name);
    }

    private DateOnly Today => time.Today(ChangeRules.ClubZone);

    private static async Task<RegisteredFacility?> FacilityAsync(
        NpgsqlConnection connection, string number, DateOnly day, CancellationToken cancel) =>
        SuppliersReader.IsNumber(number)
            ? (await RegisterStore.FacilitiesAsync(connection, [number], day, cancel)).SingleOrDefault()
            : null;
}
