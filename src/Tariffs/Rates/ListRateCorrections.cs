using System.Globalization;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Npgsql;

namespace CrmClub.Tariffs.Rates;

/// <summary>Corrections as they stand, newest first.</summary>
internal sealed class ListRateCorrections(NpgsqlDataSource database)
{
    public async Task<ListRateCorrectionsResponse> RunAsync(
        ListRateCorrectionsRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var before = int.TryParse(page.After, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var read = await RateCorrectionRows.ListAsync(connection, request.State, before, page.Size + 1, cancel);
        var (corrections, next) = page.Cut(read, one => one.Number.ToString(CultureInfo.InvariantCulture));
        return new ListRateCorrectionsResponse { Corrections = { corrections }, NextPageToken = next };
    }
}
