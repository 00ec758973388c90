using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Tariffs.Versions;

/// <summary>Two versions, measure by measure.</summary>
internal static class CompareTariffVersions
{
    public static CompareTariffVersionsResponse Answer(TariffBook book, CompareTariffVersionsRequest request)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var comparison = TariffComparisons.Of(
            GetTariffVersion.ByNumber(book, request.Before).Document,
            GetTariffVersion.ByNumber(book, request.After).Document);
        var read = comparison.Measures
            .Where(one => page.After is null || string.CompareOrdinal(one.Id, page.After) > 0)
            .Take(page.Size + 1).ToList();
        var (measures, next) = page.Cut(read, one => one.Id);
        return new CompareTariffVersionsResponse
        {
            Comparison = new TariffComparison
            {
                Measures = { measures },
                Fields = { comparison.Fields },
                Quotas = { comparison.Quotas },
            },
            NextPageToken = next,
        };
    }
}
