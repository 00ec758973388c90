using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>application file|list|show|assign|refuse|withdraw</c>: what suppliers apply for.</summary>
internal static class ApplicationCommand
{
    private static readonly Argument<string> Number = new("NUMBER") { Description = "The application's number" };

    public static Command Create() => new Command("application",
        "A supplier's application for the certification of its facility.")
        .With(FileIt(), List(), Show(), Assign(), Refuse(), Withdraw());

    private static Command FileIt()
    {
        var facility = Needed("--facility", "The facility's number", "NUMBER");
        var scopes = CertificateIssue.Scopes("Material and stage, for instance Dy:separated-compound; repeatable");
        scopes.Required = true;
        var statement = Needed("--statement", "Why it is entitled, without personal data", "TEXT");
        return new ClubCommand("file",
            "Applies for the certification of a facility of an operator that one may act for.",
            "crmclub application file --facility F-MY-0001 --scope Dy:separated-compound "
            + "--statement \"All inputs are known by lot\"").With(facility, scopes, statement)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Supplier);
                var request = new FileApplicationRequest
                {
                    RequestId = NewId(),
                    Application = new CertificationApplication
                    {
                        Facility = invocation.Get(facility),
                        Scopes = { invocation.Get(scopes)!.Select(CertificateIssue.ScopeOf) },
                        Statement = invocation.Get(statement),
                    },
                };
                return Write(invocation, (await invocation.CallAsync(
                    client, o => client.Applications.FileApplicationAsync(request, o))).Application);
            });
    }

    private static Command List() => new ClubCommand("list",
        "Lists applications: to a supplier its own, to an assessor those assigned to its body.",
        "crmclub application list").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListApplicationsRequest { PageSize = 500 };
            var all = new List<CertificationApplication>();
            do
            {
                var page = await invocation.CallAsync(
                    client, o => client.Applications.ListApplicationsAsync(request, o));
                all.AddRange(page.Applications);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            if (invocation.Json)
            {
                foreach (var one in all) invocation.Out.JsonLine(one);
                return ExitCodes.Done;
            }

            invocation.Out.Table(
                ["number", "state", "filed", "facility", "body", "assessment", "certificate"],
                [.. all.Select(one => new[]
                {
                    one.Number, Figures.Words(one.State), one.FiledOn, one.Facility, one.Body, one.Assessment,
                    one.Certificate,
                })]);
            return ExitCodes.Done;
        });

    private static Command Show() => new ClubCommand("show",
        "Shows an application and where it stands.", "crmclub application show AP-2026-0001").With(Number)
        .Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new GetApplicationRequest { Number = invocation.Get(Number) };
            return Write(invocation, (await invocation.CallAsync(
                client, o => client.Applications.GetApplicationAsync(request, o))).Application);
        });

    private static Command Assign()
    {
        var body = Needed("--body", "The accredited body's number", "NUMBER");
        return new ClubCommand("assign",
            "Says which accredited body is to assess the facility.",
            "crmclub application assign AP-2026-0001 --body AB-0001").With(Number, body).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new AssignApplicationRequest
                {
                    RequestId = NewId(),
                    Number = invocation.Get(Number),
                    Body = invocation.Get(body),
                };
                return Write(invocation, (await invocation.CallAsync(
                    client, o => client.Applications.AssignApplicationAsync(request, o))).Application);
            });
    }

    private static Command Refuse()
    {
        var reason = Needed("--reason", "What the applicant reads", "TEXT");
        return new ClubCommand("refuse",
            "Ends an application without a certificate.",
            "crmclub application refuse AP-2026-0001 --reason \"No permit was shown\"").With(Number, reason)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new RefuseApplicationRequest
                {
                    RequestId = NewId(),
                    Number = invocation.Get(Number),
                    Reason = invocation.Get(reason),
                };
                return Write(invocation, (await invocation.CallAsync(
                    client, o => client.Applications.RefuseApplicationAsync(request, o))).Application);
            });
    }

    private static Command Withdraw()
    {
        var reason = Needed("--reason", "Why", "TEXT");
        return new ClubCommand("withdraw",
            "Takes one's own application back.",
            "crmclub application withdraw AP-2026-0002 --reason \"The plant is sold\"").With(Number, reason)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Supplier);
                var request = new WithdrawApplicationRequest
                {
                    RequestId = NewId(),
                    Number = invocation.Get(Number),
                    Reason = invocation.Get(reason),
                };
                return Write(invocation, (await invocation.CallAsync(
                    client, o => client.Applications.WithdrawApplicationAsync(request, o))).Application);
            });
    }

    private static int Write(Invocation invocation, CertificationApplication application)
    {
        if (invocation.Json)
        {
            invocation.Out.Document(application);
            return ExitCodes.Done;
        }

        var output = invocation.Out;
        output.Line(output.Bold($"{application.Number} · {Figures.Words(application.State)} · {application.Facility}"));
        output.Line($"filed {application.FiledOn} by {application.Operator}: " + string.Join(", ",
            application.Scopes.Select(scope => $"{scope.Material}, {Figures.Words(scope.Stage)}")));
        output.Line(application.Statement);
        if (application.Body.Length > 0)
            output.Line($"body {application.Body} {application.Assessment} {application.Certificate}".TrimEnd());
        if (application.Reason.Length > 0) output.Line($"because: {application.Reason}");
        return ExitCodes.Done;
    }

    private static Option<string> Needed(string name, string description, string help) =>
        new(name) { Description = description, Required = true, HelpName = help };

    private static string NewId() => Guid.CreateVersion7().ToString();
}
