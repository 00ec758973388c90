using System.CommandLine;
using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>certificate issue|renew</c>: prepares a certificate, by options or after another.</summary>
internal static class CertificateIssue
{
    public static IEnumerable<Command> Create(Option<string> reason) => [Issue(reason), Renew(reason)];

    private static Command Issue(Option<string> reason)
    {
        var facility = new Option<string>("--facility")
        {
            Description = "The facility's number",
            Required = true,
            HelpName = "NUMBER",
        };
        var level = new Option<string>("--level") { Description = "A, B or C", Required = true };
        level.AcceptOnlyFromAmong("A", "B", "C");
        var scopes = Scopes("Material and stage, for instance Dy:separated-compound; repeatable");
        scopes.Required = true;
        var from = new Option<string?>("--from") { Description = "First day (default: today)", HelpName = "DAY" };
        var to = To();
        var assessment = Assessment();
        return new ClubCommand("issue",
            "Prepares a certificate for a facility; another person approves it.",
            "crmclub certificate issue --facility F-MY-0001 --level B --scope Dy:separated-compound "
            + "--assessment A-2026-0001 --reason \"Assessed\"")
            .With(facility, level, scopes, from, to, assessment, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new PrepareCertificateRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Facility = invocation.Get(facility),
                    Level = Enum.Parse<CertificateLevel>(invocation.Get(level)!),
                    ValidFrom = invocation.Get(from) ?? LegalDay.Text(invocation.Club.Today(LegalDay.Secretariat)),
                    ValidTo = invocation.Get(to) ?? "",
                    Reason = invocation.Get(reason)!,
                    Assessment = invocation.Get(assessment)!,
                };
                request.Scopes.AddRange(invocation.Get(scopes)!.Select(ScopeOf));
                var response = await invocation.CallAsync(
                    client, o => client.Suppliers.PrepareCertificateAsync(request, o));
                return CertificateCommand.Write(invocation, response.Change);
            });
    }

    private static Command Renew(Option<string> reason)
    {
        var number = new Argument<string>("NUMBER") { Description = "Number of the certificate that it follows" };
        var level = new Option<string?>("--level") { Description = "A, B or C (default: the same)" };
        level.AcceptOnlyFromAmong("A", "B", "C");
        var scopes = Scopes("Material and stage (default: the same); repeatable");
        var from = new Option<string?>("--from")
        {
            Description = "First day; before the other's end it takes its place (default: the other's end)",
            HelpName = "DAY",
        };
        var to = To();
        var assessment = Assessment();
        return new ClubCommand("renew",
            "Prepares the certificate that follows another: from its end, or in its place from an earlier day, then "
            + "perhaps with another scope or level. Another person approves it.",
            "crmclub certificate renew CRM-2026-000002 --assessment A-2026-0001 --reason \"Assessed again\"")
            .With(number, level, scopes, from, to, assessment, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var wanted = new GetCertificateRequest { Number = invocation.Get(number) };
                var followed = (await invocation.CallAsync(
                    client, o => client.Suppliers.GetCertificateAsync(wanted, o))).Certificate;
                var request = new PrepareCertificateRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Facility = followed.Facility,
                    Level = Enum.Parse<CertificateLevel>(invocation.Get(level) ?? $"{followed.Level}"),
                    ValidFrom = invocation.Get(from) ?? followed.ValidTo,
                    ValidTo = invocation.Get(to) ?? "",
                    Reason = invocation.Get(reason)!,
                    Replaces = followed.Number,
                    Assessment = invocation.Get(assessment)!,
                };
                request.Scopes.AddRange(invocation.Get(scopes) is { Length: > 0 } others
                    ? others.Select(ScopeOf)
                    : followed.Scopes.Select(one => new Scope { Material = one.Material, Stage = one.Stage }));
                var response = await invocation.CallAsync(
                    client, o => client.Suppliers.PrepareCertificateAsync(request, o));
                return CertificateCommand.Write(invocation, response.Change);
            });
    }

    internal static Option<string[]> Scopes(string description) =>
        new("--scope") { Description = description, HelpName = "MATERIAL:STAGE" };

    private static Option<string?> To() =>
        new("--to") { Description = "Day after the last (default: three years)", HelpName = "DAY" };

    private static Option<string> Assessment() => new("--assessment")
    {
        Description = "The concluded assessment on which it rests",
        Required = true,
        HelpName = "NUMBER",
    };

    internal static Scope ScopeOf(string text)
    {
        var stages = Choices.Of<Stage>().ToList();
        if (text.Split(':') is [{ Length: > 0 } material, var stage] && stages.Contains(stage))
            return new Scope { Material = material, Stage = Choices.Parse<Stage>(stage) };
        throw new CliException(ExitCodes.WrongInput, $"--scope {text} is no material and stage.",
            $"Write MATERIAL:STAGE, the stage one of {string.Join(", ", stages)}.");
    }
}
