using System.Globalization;
using CrmClub.Journal;

namespace CrmClub.Suppliers.Requests;

/// <summary>The registry's series of numbers.</summary>
internal static class Numbers
{
    public static Task<string> OperatorAsync(Work work) => NumberSeries.DrawAsync(work, "O", 4);

    public static Task<string> FacilityAsync(Work work, string country) =>
        NumberSeries.DrawAsync(work, $"F-{country}", 4);

    public static Task<string> GrievanceAsync(Work work, int year) =>
        NumberSeries.DrawAsync(work, string.Create(CultureInfo.InvariantCulture, $"G-{year:0000}"), 4);

    public static Task<string> CertificateAsync(Work work, int year) =>
        NumberSeries.DrawAsync(work, string.Create(CultureInfo.InvariantCulture, $"CRM-{year:0000}"), 6);
}
