using System.CommandLine;
using CrmClub.Cli.CommandLine;

namespace CrmClub.Cli.Commands;

/// <summary><c>token</c>: signs in, for tools that call the club themselves.</summary>
internal static class TokenCommand
{
    public static Command Create() => new ClubCommand("token",
        "Signs in as one of the identities of a developer's club and gives the access token, for instance for "
        + "CRMCLUB_TOKEN or grpcurl.",
        """
        crmclub token --as customs-de
        """).Runs(async invocation =>
        {
            var identity = invocation.Get(GlobalOptions.As) ?? Identity.Reader;
            using var tokens = invocation.Club.TokensOf(identity);
            var token = await tokens.GetAsync(invocation.Cancel);
            if (invocation.Json) invocation.Out.Values(new { identity, token });
            else invocation.Out.Line(token);
            return ExitCodes.Done;
        });
}
