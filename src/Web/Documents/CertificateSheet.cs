using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Wording;
using CrmClub.Web.Language;
using CrmClub.Web.Pages;
using Microsoft.Extensions.Localization;

namespace CrmClub.Web.Documents;

/// <summary>
/// A certificate as everybody may see it, on paper: in both languages, as whoever is shown it may read either.
/// </summary>
internal sealed class CertificateSheet(IStringLocalizer<Texts> texts)
{
    /// <param name="font">The font's file.</param>
    /// <param name="found">As the register has it.</param>
    /// <param name="verify">Where it is verified.</param>
    /// <param name="asked">When the register was asked.</param>
    public byte[] Write(string font, GetRegisteredCertificateResponse found, Uri verify, DateTimeOffset asked)
    {
        var (certificate, facility) = (found.Certificate, found.Facility);
        using var sheet = new PdfSheet(font, "en", In("en", "Register.Certificate.Title", certificate.Number));
        sheet.Heading(1, In("en", "Register.Certificate.Title", certificate.Number))
            .Heading(2, In("ja", "Register.Certificate.Title", certificate.Number))
            .Facts(
                (Both("State"), Both($"RegisterState.{certificate.State}")),
                (Both("Register.Level"), $"{certificate.Level}"),
                (Both("Grievance.Facility"), $"{facility.Number} {facility.Name}"),
                (Both("Register.Operator"), facility.OperatorName), (Both("Register.Country"), facility.Country),
                (Both("Register.ValidFrom"), certificate.ValidFrom), (Both("Register.ValidTo"), certificate.ValidTo),
                (Both("Register.RevokedFrom"), certificate.RevokedFrom),
                (Both("Register.Replaces"), certificate.Replaces),
                (Both("Register.SupersededBy"), certificate.SupersededBy),
                (Both("Register.Version"), $"{certificate.Version}"),
                (Both("Issue.Assessment"), found.Assessment is { } one ? $"{one.Number} {one.Body}" : ""));
        sheet.Table(
            Both("Register.Scopes"), [Both("Register.Material"), Both("Register.Stage"), Both("Register.Capacity")],
            certificate.Scopes.Select(scope => new[]
            {
                scope.Material, Both($"Stage.{scope.Stage}"), Figures.Grouped(scope.CapacityTonsPerYear),
            }));
        if (certificate.Suspensions.Count > 0)
            sheet.Table(
                Both("Register.Suspensions.Caption"),
                [Both("Register.From"), Both("Register.ValidTo"), Both("Register.Ground")],
                certificate.Suspensions.Select(one => new[]
                {
                    one.From, one.Until, Both($"SuspensionGround.{one.Ground}"),
                }));
        sheet.Code(verify.AbsoluteUri, In("en", "Document.Verify"), In("ja", "Document.Verify"));
        return sheet.End($"CrmClub · {Both("Document.AsOf")} {Clocks.Text(asked)}");
    }

    private string Both(string name)
    {
        var (english, japanese) = (In("en", name), In("ja", name));
        return english == japanese ? english : $"{english} · {japanese}";
    }

    private string In(string language, string name, params object[] values) =>
        Words.In(language, () => texts[name, values].Value);
}
