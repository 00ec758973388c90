using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Signing;

namespace CrmClub.Tariffs.Versions;

/// <summary>A version by its number, or the one in force on a day as known at an instant.</summary>
internal static class GetTariffVersion
{
    public static GetTariffVersionResponse Answer(
        TariffBook book, GetTariffVersionRequest request, ClubTime time, SigningKey key)
    {
        var faults = new Violations();
        var asked = AskedVersion.Read(request.AsOf, request.KnownAt, time, faults);
        faults.ThrowIfAny();

        var found = request.Number == 0 ? asked.In(book) : ByNumber(book, request.Number);
        return new GetTariffVersionResponse { Version = found.Version, Keys = key.PublicKeys };
    }

    public static PublishedTariff ByNumber(TariffBook book, int number) =>
        book.Version(number) ?? throw new ClubException(ErrorReason.NotFound, $"There is no tariff version {number}.");
}
