using System.CommandLine;
using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>certificate issue</c>: prepares a certificate from options.</summary>
internal static class CertificateIssue
{
    public static Command Create(Option<string> reason)
    {
        var facility = new Option<string>("--facility")
        {
            Description = "The facility's number",
            Required = true,
            HelpName = "NUMBER",
        };
        var level = new Option<string>("--level") { Description = "A, B or C", Required = true };
        level.AcceptOnlyFromAmong("A", "B", "C");
        var scopes = new Option<string[]>("--scope")
        {
            Description = "Material and stage, for instance Dy:separated-compound; repeatable",
            Required = true,
            HelpName = "MATERIAL:STAGE",
        };
        var from = new Option<string?>("--from") { Description = "First day (default: today)", HelpName = "DAY" };
        var to = new Option<string?>("--to")
        {
            Description = "Day after the last (default: three years)",
            HelpName = "DAY",
        };
        return new ClubCommand("issue",
            "Prepares a certificate for a facility; another person approves it.",
            "crmclub certificate issue --facility F-MY-0001 --level B --scope Dy:separated-compound "
            + "--reason \"Assessed\"")
            .With(facility, level, scopes, from, to, reason).Runs(async invocation =>
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
                };
                request.Scopes.AddRange(invocation.Get(scopes)!.Select(ScopeOf));
                var response = await invocation.CallAsync(
                    client, o => client.Suppliers.PrepareCertificateAsync(request, o));
                return CertificateCommand.Write(invocation, response.Change);
            });
    }

    private static Scope ScopeOf(string text)
    {
        var stages = Choices.Of<Stage>().ToList();
        if (text.Split(':') is [{ Length: > 0 } material, var stage] && stages.Contains(stage))
            return new Scope { Material = material, Stage = Choices.Parse<Stage>(stage) };
        throw new CliException(ExitCodes.WrongInput, $"--scope {text} is no material and stage.",
            $"Write MATERIAL:STAGE, the stage one of {string.Join(", ", stages)}.");
    }
}
