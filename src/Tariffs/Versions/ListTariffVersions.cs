using System.Globalization;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Tariffs.Versions;

/// <summary>All versions, newest first.</summary>
internal static class ListTariffVersions
{
    public static ListTariffVersionsResponse Answer(TariffBook book, ListTariffVersionsRequest request)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var before = int.TryParse(page.After, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
        var read = book.NewestFirst.Select(tariff => tariff.Version)
            .Where(version => version.Number < before)
            .Take(page.Size + 1).ToList();
        var (versions, next) = page.Cut(read, version => version.Number.ToString(CultureInfo.InvariantCulture));
        return new ListTariffVersionsResponse { Versions = { versions }, NextPageToken = next };
    }
}
