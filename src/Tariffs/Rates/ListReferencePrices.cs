using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs.Rates;

/// <summary>The reference prices of a day, or of a span: of each material and stage what counts.</summary>
internal static class ListReferencePrices
{
    public static ListReferencePricesResponse Answer(
        TariffBook book, ListReferencePricesRequest request, ClubTime time)
    {
        var faults = new Violations();
        var asked = AskedVersion.Read(request.AsOf, request.KnownAt, time, faults);
        var span = RateSpan.Read(asked.Day, request.Until, faults);
        faults.ThrowIfAny();

        var known = book.SetKnownAt(asked.KnownAt);
        var prices = new FiguresOfDay<ReferencePrice, (string, Stage)>(
            book, known,
            set => set.Prices.Where(price => request.Material.Length == 0 || price.Material == request.Material),
            price => (price.ValidFrom, price.ValidTo), price => (price.Material, price.Stage));
        return new ListReferencePricesResponse
        {
            Prices =
            {
                span is { } days
                    ? prices.Within(days, (price, from, to) => new(price) { ValidFrom = from, ValidTo = to })
                    : prices.On(asked.Day),
            },
            RateSet = known,
        };
    }
}
