using System.Globalization;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Certificates;

/// <summary>What holds for every change of a certificate.</summary>
internal static class ChangeRules
{
    /// <summary>Zone in which the registry's days begin and end.</summary>
    public const string ClubZone = "Europe/Brussels";

    public const int ReasonLengthMax = 2000;

    public static void Reason(string reason, Violations faults) => faults.Text("reason", "", reason, ReasonLengthMax);

    /// <summary>The newest version of the certificate that a request names; else null, and a fault.</summary>
    public static async Task<Certificate?> CurrentAsync(string number, Work work, string field = "certificate")
    {
        var current = await SuppliersReader.NewestAsync(work.Transaction.Connection!, number, work.Cancel);
        if (current is null)
        {
            work.Faults.Add(
                field, "", "CERTIFICATE", number, "number of an issued certificate", "There is no such certificate.");
        }

        return current;
    }

    /// <summary>Records a change that waits for its second pair of eyes.</summary>
    public static async Task<CertificateChange> PrepareAsync(
        Work work, Certificate certificate, DateOnly? effective, string reason)
    {
        var change = new CertificateChange
        {
            Id = Guid.CreateVersion7().ToString("D"),
            Certificate = certificate,
            Author = work.Caller.Id,
            Reason = reason,
        };
        var prepared = new CertificateChangePrepared { Change = change };
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, certificate.Number, effective, prepared), work.Cancel);
        await SuppliersWriter.AddAsync(work, entry, change);
        return change;
    }

    /// <summary>Only these may take effect from an earlier day.</summary>
    public static bool MayBeBackdated(RevocationGround ground) =>
        ground is RevocationGround.Fraud or RevocationGround.FalseStatement or RevocationGround.NeverEntitled;

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
