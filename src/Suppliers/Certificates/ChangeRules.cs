using System.Globalization;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Suppliers.Certificates;

/// <summary>What holds for every change of a certificate.</summary>
internal static class ChangeRules
{
    /// <summary>Zone in which the registry's days begin and end.</summary>
    public const string ClubZone = "Europe/Brussels";

    private const int ReasonLengthMax = 2000;

    public static void Reason(string reason, Violations faults) => faults.Text("reason", "", reason, ReasonLengthMax);

    public static CertificateChange Change(Certificate certificate, Caller author, string reason) => new()
    {
        Id = Guid.CreateVersion7().ToString("D"),
        Certificate = certificate,
        Author = author.Id,
        Reason = reason,
    };

    /// <summary>Only these may take effect from an earlier day.</summary>
    public static bool MayBeBackdated(RevocationGround ground) =>
        ground is RevocationGround.Fraud or RevocationGround.FalseStatement or RevocationGround.NeverEntitled;

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
