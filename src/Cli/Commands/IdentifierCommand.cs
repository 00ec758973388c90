using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Identifiers;

namespace CrmClub.Cli.Commands;

/// <summary><c>identifier KIND VALUE</c>: valid, or why not.</summary>
internal static class IdentifierCommand
{
    public static Command Create()
    {
        var kind = new Argument<string>("KIND") { Description = string.Join(", ", IdentifierKinds.All.Keys) };
        kind.AcceptOnlyFromAmong([.. IdentifierKinds.All.Keys]);
        var value = new Argument<string>("VALUE") { Description = "The identifier" };
        return new ClubCommand("identifier",
            "Checks the form and the check characters of an identifier. Needs no club.",
            """
            crmclub identifier mrn 10NL5663962BE1E825
            """).With(kind, value).Runs(invocation => Run(invocation, invocation.Get(kind), invocation.Get(value)));
    }

    private static int Run(Invocation invocation, string kind, string value)
    {
        var check = IdentifierKinds.All[kind](value);
        if (invocation.Json)
        {
            invocation.Out.Values(new
            {
                kind,
                value,
                valid = check.IsValid,
                canonical = check.Canonical,
                rule = check.Rule,
                message = check.Message,
                accepted = check.Accepted,
            });
        }
        else if (check.IsValid)
        {
            invocation.Out.Line($"{check.Canonical} is valid.");
        }
        else
        {
            Failures.Say($"{value} is no valid {kind}: {check.Message} ({check.Rule})", $"Accepted: {check.Accepted}.");
        }
        return check.IsValid ? ExitCodes.Done : ExitCodes.No;
    }
}
