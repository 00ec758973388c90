using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs.Rates;

/// <summary>The reference prices of a day: of each material and stage the one that counts.</summary>
internal static class ListReferencePrices
{
    public static ListReferencePricesResponse Answer(
        TariffBook book, ListReferencePricesRequest request, ClubTime time)
    {
        var faults = new Violations();
        var asked = AskedVersion.Read(request.AsOf, request.KnownAt, time, faults);
        faults.ThrowIfAny();

        var known = book.SetKnownAt(asked.KnownAt);
        var prices = book.RateSets
            .Where(set => set.Number <= known)
            .SelectMany(set => set.Prices, (set, price) => (set.Number, Price: price))
            .Where(one => request.Material.Length == 0 || one.Price.Material == request.Material)
            .Where(one => Wire.Validity(one.Price.ValidFrom, one.Price.ValidTo).Covers(asked.Day))
            .GroupBy(one => (one.Price.Material, one.Price.Stage))
            .OrderBy(series => series.Key)
            .Select(series => series.MaxBy(one => (one.Number, one.Price.ValidFrom)).Price);
        return new ListReferencePricesResponse { Prices = { prices }, RateSet = known };
    }
}
