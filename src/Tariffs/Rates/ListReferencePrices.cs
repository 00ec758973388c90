using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
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
        var prices = FiguresOfDay.Find(
            book, known, asked.Day,
            set => set.Prices.Where(price => request.Material.Length == 0 || price.Material == request.Material),
            price => (price.ValidFrom, price.ValidTo), price => (price.Material, price.Stage));
        return new ListReferencePricesResponse { Prices = { prices }, RateSet = known };
    }
}
