using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Surveillance;

/// <summary>A concluded surveillance passes the days that are due, where it reaches the certificate's level.</summary>
internal static class PassSurveillance
{
    public static async Task RunAsync(FacilityAssessment assessment, Work work)
    {
        var connection = work.Transaction.Connection!;
        await SuppliersWriter.LockCertificateAsync(work, assessment.Certificate);
        var certificate = (await SuppliersReader.NewestAsync(connection, assessment.Certificate, work.Cancel))!;
        if (assessment.Level == CertificateLevel.Unspecified || assessment.Level > certificate.Level)
            return;

        var rules = SurveillanceRules.Read(
            (await SchemeStore.NumberedAsync(connection, assessment.Scheme, work.Cancel)).Stored);
        var opened = ChangeRules.Day(assessment.AssessedOn).AddDays(rules.WindowDays);
        var days = await SurveillanceStore.DaysAsync(
            connection, new SurveillanceQuery { Certificate = certificate.Number }, work.Cancel);
        foreach (var day in days.Where(one => one.PassedOn.Length == 0 && ChangeRules.Day(one.DueOn) <= opened))
        {
            await SurveillanceStore.AddAsync(work, new SurveillancePassed
            {
                Certificate = certificate.Number,
                DueOn = day.DueOn,
                Assessment = assessment.Number,
                PassedOn = assessment.AssessedOn,
            });
        }
    }
}
