using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Tariffs.Versions;

/// <summary>The day asked about, and the instant as of which it is answered.</summary>
internal readonly record struct AskedVersion(DateOnly Day, DateTime? KnownAt)
{
    /// <summary>Zone in which the club's own days begin and end.</summary>
    public const string ClubZone = "Europe/Brussels";

    public static AskedVersion Read(string asOf, Timestamp? knownAt, ClubTime time, Violations faults) =>
        new(AskedDay(asOf, time, faults), faults.Instant("known_at", knownAt));

    /// <summary>The day of a request; today in Brussels where it names none.</summary>
    public static DateOnly AskedDay(string asOf, ClubTime time, Violations faults) =>
        faults.Day("as_of", "", asOf, required: false) ?? time.Today(ClubZone);

    public PublishedTariff In(TariffBook book) =>
        book.VersionOn(Day, KnownAt)
        ?? throw new ClubException(ErrorReason.NotFound, "No tariff of that day was known then.");
}
