using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>certificate issue|renew|suspend|lift|revoke|approve|show|list|…</c>: four eyes, so changes wait for approval.
/// </summary>
internal static class CertificateCommand
{
    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why, in a sentence",
        Required = true,
        HelpName = "TEXT",
    };

    public static Command Create() => new Command("certificate",
        "Issues, renews, suspends, revokes, shows and verifies suppliers' certificates.")
        .With(CertificateIssue.Create(Reason)).With(CertificateSuspend.Create(Reason))
        .With(Revoke(), Approve(), Show(), List(), CertificateChangesCommand.Create())
        .With(CertificateSurveillance.Create()).With(CertificateCredential.Create());

    /// <summary>Prints a prepared or approved change, and what comes next.</summary>
    public static int Write(Invocation invocation, CertificateChange change)
    {
        if (invocation.Json)
        {
            invocation.Out.Document(change);
            return ExitCodes.Done;
        }
        Write(invocation.Out, change.Certificate);
        if (change.Approver.Length == 0)
            invocation.Out.Line($"Waits for a second pair of eyes: crmclub certificate approve {change.Id}");
        return ExitCodes.Done;
    }

    private static Command Approve()
    {
        var change = new Argument<string>("CHANGE") { Description = "Id of the prepared change" };
        return new ClubCommand("approve",
            "Approves a prepared change by the id that preparing it gave; it takes effect. Its author is refused.",
            "crmclub certificate approve 0193e5c1-7a4e-7c7a-9d53-0e8a4b1c2d3e").With(change).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Approver);
                var request = new ApproveChangeRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    ChangeId = invocation.Get(change),
                };
                var response = await invocation.CallAsync(client, o => client.Suppliers.ApproveChangeAsync(request, o));
                return Write(invocation, response.Change);
            });
    }

    private static Command Revoke()
    {
        var number = new Argument<string>("NUMBER") { Description = "The certificate's number" };
        var ground = new Option<string>("--ground")
        {
            Description = "Why it does not count; the first three may reach back",
            Required = true,
        };
        ground.AcceptOnlyFromAmong([.. Choices.Of<RevocationGround>()]);
        var from = new Option<string?>("--from")
        {
            Description = "Day from which it does not count (default: today)",
            HelpName = "DAY",
        };
        return new ClubCommand("revoke",
            "Prepares a revocation; another person approves it.",
            "crmclub certificate revoke CRM-2026-000002 --ground fraud --reason \"False assay\"")
            .With(number, ground, from, Reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new PrepareRevocationRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Certificate = invocation.Get(number),
                    Ground = Choices.Parse<RevocationGround>(invocation.Get(ground)!),
                    EffectiveDay = invocation.Get(from) ?? Today(invocation),
                    Reason = invocation.Get(Reason)!,
                };
                var response = await invocation.CallAsync(
                    client, o => client.Suppliers.PrepareRevocationAsync(request, o));
                return Write(invocation, response.Change);
            });
    }

    private static Command Show()
    {
        var number = new Argument<string>("NUMBER") { Description = "The certificate's number" };
        return new ClubCommand("show",
            "Shows a certificate with all its versions, and what it is on a day.",
            "crmclub certificate show CRM-2026-000001").With(number).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetCertificateRequest
                {
                    Number = invocation.Get(number),
                    AsOf = invocation.OnText is { Length: > 0 } on ? on : Today(invocation),
                };
                var found = await invocation.CallAsync(client, o => client.Suppliers.GetCertificateAsync(request, o));
                if (invocation.Json)
                {
                    invocation.Out.Document(found);
                    return ExitCodes.Done;
                }
                Write(invocation.Out, found.Certificate);
                invocation.Out.Line($"on {Figures.Day(request.AsOf)}: {Figures.Words(found.StateOnDay)}"
                    + (found.Counts ? ", counts" : ", does not count"));
                var days = new ListSurveillanceRequest { Certificate = request.Number, PageSize = 500 };
                foreach (var day in (await invocation.CallAsync(
                    client, o => client.Assessments.ListSurveillanceAsync(days, o))).Surveillances)
                    invocation.Out.Line(CertificateSurveillance.Sentence(day));
                invocation.Out.Line();
                Table(invocation.Out, found.History);
                return ExitCodes.Done;
            });
    }

    private static Command List()
    {
        var facility = new Option<string?>("--facility") { Description = "Only of this facility", HelpName = "NUMBER" };
        return new ClubCommand("list", "Lists certificates.", "crmclub certificate list").With(facility)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new ListCertificatesRequest { Facility = invocation.Get(facility) ?? "", PageSize = 500 };
                var certificates = new List<Certificate>();
                do
                {
                    var page = await invocation.CallAsync(
                        client, o => client.Suppliers.ListCertificatesAsync(request, o));
                    certificates.AddRange(page.Certificates);
                    request.PageToken = page.NextPageToken;
                }
                while (request.PageToken.Length > 0);
                if (!invocation.Json) Table(invocation.Out, certificates);
                else foreach (var certificate in certificates) invocation.Out.JsonLine(certificate);
                return ExitCodes.Done;
            });
    }

    private static void Write(Printer output, Certificate certificate)
    {
        var number = certificate.Number.Length == 0 ? "a new certificate" : certificate.Number;
        output.Line(output.Bold($"{number} · {Figures.Words(certificate.State)} · level {certificate.Level} · "
            + $"facility {certificate.Facility} ({certificate.Country})"));
        output.Line($"valid from {Figures.Day(certificate.ValidFrom)} until before {Figures.Day(certificate.ValidTo)}");
        if (certificate.RevokedFrom.Length > 0)
            output.Line($"does not count from {Figures.Day(certificate.RevokedFrom)} on: "
                + Figures.Words(certificate.RevocationGround));
        foreach (var one in certificate.Suspensions)
            output.Line($"suspended from {Figures.Day(one.From)}"
                + (one.Until.Length > 0 ? $" until before {Figures.Day(one.Until)}" : "")
                + $": {Figures.Words(one.Ground)}");
        if (certificate.SupersededBy.Length > 0)
            output.Line(
                $"{certificate.SupersededBy} counts in its place from {Figures.Day(certificate.SupersededFrom)}");
        if (certificate.Assessment.Length > 0) output.Line($"rests on assessment {certificate.Assessment}");
        if (certificate.Replaces.Length > 0) output.Line($"follows {certificate.Replaces}");
        foreach (var scope in certificate.Scopes) output.Line($"covers {scope.Material}, {Figures.Words(scope.Stage)}");
    }

    private static void Table(Printer output, IEnumerable<Certificate> certificates) => output.Table(
        ["number", "version", "state", "level", "facility", "from", "until before", "revoked from"],
        [.. certificates.Select(c => new[]
        {
            c.Number, $"{c.Version}", Figures.Words(c.State), $"{c.Level}", c.Facility, c.ValidFrom, c.ValidTo,
            c.RevokedFrom,
        })], 1);

    public static string Today(Invocation invocation) =>
        Club.LegalDay.Text(invocation.Club.Today(Club.LegalDay.Secretariat));
}
