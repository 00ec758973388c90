using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Wording;
using CrmClub.ServiceDefaults;
using CrmClub.Web.Calls;
using CrmClub.Web.Language;
using CrmClub.Web.Pages;
using CrmClub.Web.Register;
using CrmClub.Web.SignIn;
using Microsoft.Extensions.Localization;

namespace CrmClub.Web.Documents;

/// <summary>
/// What people keep on paper, as PDF: a certificate for everybody, a case file for those who may see it.
/// </summary>
internal static partial class Documents
{
    private const string Pdf = "application/pdf";

    internal static void AddDocuments(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DocumentFont>();
        builder.Services.AddSingleton<CertificateSheet>();
    }

    internal static void MapDocuments(this WebApplication app)
    {
        app.MapGet("/register/certificates/{number}/pdf", CertificateAsync).AllowAnonymous();
        app.MapGet("/declarations/{mrn}/case/pdf", CaseFileAsync).RequireAuthorization(Access.Cases);
    }

    private static async Task<IResult> CertificateAsync(
        string number, HttpRequest request, PublicCalls calls, CertificateSheet sheet, DocumentFont font, ClubTime time,
        IStringLocalizer<Texts> texts, ILogger<DocumentFont> log)
    {
        if (font.File is not { } file)
            return NoFont(font, texts, log);
        var answer = (await calls.CertificateAsync(number)).Answer;
        if (answer.Value is not { } found)
            return Results.StatusCode(answer.Status);
        var verify = At(request, $"/register/verify?certificate={Uri.EscapeDataString(found.Certificate.Number)}");
        return Results.File(
            sheet.Write(file, found, verify, time.UtcNow), Pdf, $"{found.Certificate.Number}.pdf");
    }

    private static async Task<IResult> CaseFileAsync(
        string mrn, HttpRequest request, PersonsCalls calls, DocumentFont font, IStringLocalizer<Texts> texts,
        ILogger<DocumentFont> log)
    {
        if (font.File is not { } file)
            return NoFont(font, texts, log);
        var answer = await calls.CaseFileAsync(new GetCaseFileRequest { Mrn = mrn });
        if (answer.Value?.CaseFile is not { } found)
            return Results.StatusCode(answer.Status);
        using var sheet = new PdfSheet(file, CultureInfo.CurrentUICulture.Name, CasePage.Title(found));
        CasePage.Write(sheet, found);
        sheet.Code(
            At(request, $"/declarations/{Uri.EscapeDataString(found.Mrn)}").AbsoluteUri, texts["Document.Case"].Value);
        return Results.File(
            sheet.End($"CrmClub · {texts["Document.AsOf"]} {Clocks.Text(found.IssuedAt)}"), Pdf, $"{found.Mrn}.pdf");
    }

    private static Uri At(HttpRequest request, string path) => new($"{request.Scheme}://{request.Host}{path}");

    private static IResult NoFont(DocumentFont font, IStringLocalizer<Texts> texts, ILogger log)
    {
        LogNoFont(log, font.Sought);
        return Results.Text(
            texts["Document.NoFont", font.Sought].Value, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    [LoggerMessage(1, LogLevel.Error,
        "No document can be made: there is none of the fonts {Sought}. Run scripts/install, or set Documents:Font.")]
    private static partial void LogNoFont(ILogger log, string sought);
}
