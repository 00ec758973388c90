using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Storage;
using Npgsql;

namespace CrmClub.Suppliers.Certificates;

/// <summary>One certificate with its history, the newest version of all, and what was prepared.</summary>
internal sealed class ReadCertificates(NpgsqlDataSource database, ClubTime time)
{
    public async Task<GetCertificateResponse> GetAsync(GetCertificateRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var day = faults.Day("as_of", "", request.AsOf, required: false);
        faults.ThrowIfAny();
        await using var connection = await database.OpenConnectionAsync(cancel);
        var history = await SuppliersReader.CertificatesAsync(
            connection, new CertificateQuery { Number = request.Number }, cancel);
        var versions = history.Select(stored => stored.Content).ToList();
        var wanted = request.Version == 0
            ? versions.LastOrDefault()
            : versions.SingleOrDefault(certificate => certificate.Version == request.Version);
        if (wanted is null)
            throw new ClubException(ErrorReason.NotFound, "There is no such certificate, or no such version of it.");
        day ??= time.Today(ChangeRules.ClubZone);
        return new GetCertificateResponse
        {
            Certificate = wanted,
            History = { versions },
            StateOnDay = CertificateLife.StateOn(wanted, day.Value),
            Counts = CertificateLife.Counts(wanted, day.Value),
        };
    }

    public async Task<ListCertificatesResponse> ListAsync(ListCertificatesRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var query = CertificateQuery.Newest(request.Facility, page);
        await using var connection = await database.OpenConnectionAsync(cancel);
        var read = await SuppliersReader.CertificatesAsync(connection, query, cancel);
        var (certificates, next) = page.Cut([.. read.Select(stored => stored.Content)], one => one.Number);
        return new ListCertificatesResponse { Certificates = { certificates }, NextPageToken = next };
    }

    public async Task<ListCertificateChangesResponse> ListChangesAsync(
        ListCertificateChangesRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        var read = await SuppliersReader.ListedChangesAsync(
            connection, request.Certificate, request.Waiting, page, cancel);
        var (changes, next) = page.Cut([.. read.Select(stored => stored.Content)], one => one.Id);
        return new ListCertificateChangesResponse { Changes = { changes }, NextPageToken = next };
    }
}
