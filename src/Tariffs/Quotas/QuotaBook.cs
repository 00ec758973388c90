using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine.Quotas;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs.Quotas;

/// <summary>The quotas of a tariff book: each as the newest version in force has it, or the newest of all.</summary>
internal static class QuotaBook
{
    public static Quota? Quota(this TariffBook book, string orderNumber, DateOnly today) => book.VersionsFor(today)
        .Select(tariff => tariff.Snapshot.Tariff.Quotas.FirstOrDefault(one => one.OrderNumber == orderNumber))
        .FirstOrDefault(found => found is not null);

    /// <summary>A main quota, or one by itself, with those that take from it.</summary>
    public static IEnumerable<Quota> QuotasOf(this TariffBook book, string main, DateOnly today) => book
        .QuotaDefinitions(today).Select(one => book.Quota(one.OrderNumber, today)!)
        .Where(quota => quota.OrderNumber == main || quota.Main == main);

    /// <summary>All of them, by order number.</summary>
    public static IEnumerable<QuotaDefinition> QuotaDefinitions(this TariffBook book, DateOnly today) => book
        .VersionsFor(today).SelectMany(tariff => tariff.Document.Quotas).DistinctBy(one => one.OrderNumber)
        .OrderBy(one => one.OrderNumber, StringComparer.Ordinal);

    private static IEnumerable<PublishedTariff> VersionsFor(this TariffBook book, DateOnly today) =>
        book.NewestFirst.OrderByDescending(tariff => Wire.ParseDay(tariff.Version.ValidFrom) <= today);
}
