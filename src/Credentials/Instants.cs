using System.Globalization;

namespace CrmClub.Credentials;

/// <summary>Instants as credentials have them: XML Schema's dateTimeStamp, in UTC.</summary>
internal static class Instants
{
    public static string Write(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
