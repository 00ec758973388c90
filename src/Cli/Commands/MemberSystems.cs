using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>member systems|suspend-system</c>: the customs systems, and the switch that stops one.</summary>
internal static class MemberSystems
{
    public static Command List() => new ClubCommand("systems",
        "Lists the customs systems.", "crmclub member systems").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListCustomsSystemsRequest { PageSize = 500 };
            var response = await invocation.CallAsync(
                client, o => client.Membership.ListCustomsSystemsAsync(request, o));
            if (invocation.Json)
            {
                foreach (var system in response.CustomsSystems) invocation.Out.JsonLine(system);
                return ExitCodes.Done;
            }

            invocation.Out.Table(["client", "administration", "name", "state"],
                [.. response.CustomsSystems.Select(system => new[]
                {
                    system.ClientId, system.Administration, system.Name, system.Suspended ? "suspended" : "",
                })]);
            return ExitCodes.Done;
        });

    public static Command Suspend(Option<string> reason)
    {
        var system = new Argument<string>("CLIENT") { Description = "OAuth client id of the system" };
        return new ClubCommand("suspend-system",
            "Refuses every call of a customs system from now on; member system lets it in again.",
            "crmclub member suspend-system 5e000000-0000-4000-8000-00000000005e --reason \"A key was lost\"")
            .With(system, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new SuspendCustomsSystemRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    ClientId = invocation.Get(system),
                    Reason = invocation.Get(reason)!,
                };
                var response = await invocation.CallAsync(
                    client, o => client.Membership.SuspendCustomsSystemAsync(request, o));
                if (invocation.Json) invocation.Out.Document(response.CustomsSystem);
                else invocation.Out.Line($"{response.CustomsSystem.Name} is suspended.");
                return ExitCodes.Done;
            });
    }
}
