using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>member system|rotate-system|systems|suspend-system</c>: the customs systems, and the switch that stops one.
/// </summary>
internal static class MemberSystems
{
    private static readonly Argument<string> Client = new("CLIENT") { Description = "OAuth client id of the system" };

    public static Command[] Create(Option<string> reason) =>
        [Register(reason), Rotate(reason), List(), Suspend(reason)];

    /// <summary>The operations in words.</summary>
    public static string Operations(CustomsSystem system) => system.Operations.Count == 0
        ? "all"
        : string.Join(", ", system.Operations.Select(operation => Figures.Words(operation)));

    private static Command Register(Option<string> reason)
    {
        var administration = MemberChanges.Needed("--administration", "Code of its administration", "CODE");
        var name = MemberChanges.Needed("--name", "Its name", "TEXT");
        var operations = new Option<string[]>("--operation")
        {
            Description = "What it may call (default: all); may be repeated",
            HelpName = "OPERATION",
        };
        operations.AcceptOnlyFromAmong([.. Choices.Of<SystemOperation>()]);
        var limit = new Option<int>("--items-per-second")
        {
            Description = "Items that it may send in a second (default: 2000)",
            HelpName = "NUMBER",
        };
        var from = new Option<string?>("--from") { Description = "First day (default: no bound)", HelpName = "DAY" };
        var to = new Option<string?>("--to") { Description = "Day after the last (default: none)", HelpName = "DAY" };
        return MemberChanges.Prepares("system",
            "Registers a customs system, or lets a suspended one in again.",
            "crmclub member system 5e000000-0000-4000-8000-00000000005e --administration SE --name \"Customs SE\" "
            + "--operation calculate --operation verify --reason \"Letter of the administration\"",
            invocation => new Change
            {
                CustomsSystem = new CustomsSystem
                {
                    ClientId = invocation.Get(Client),
                    Administration = invocation.Get(administration)!,
                    Name = invocation.Get(name)!,
                    Operations = { invocation.Get(operations)!.Select(Choices.Parse<SystemOperation>) },
                    ItemsPerSecond = invocation.Get(limit),
                    ValidFrom = invocation.Get(from) ?? "",
                    ValidTo = invocation.Get(to) ?? "",
                },
            }, reason, Client, administration, name, operations, limit, from, to);
    }

    private static Command Rotate(Option<string> reason)
    {
        var next = MemberChanges.Needed("--new", "The client id that takes its place", "CLIENT");
        var from = MemberChanges.Needed("--from", "First day of the new one", "DAY");
        var end = MemberChanges.Needed("--old-until", "Day after the last of the old one", "DAY");
        return MemberChanges.Prepares("rotate-system",
            "Gives a customs system its next client id; both may call from the first day until the old one's end.",
            "crmclub member rotate-system 5e000000-0000-4000-8000-00000000005e "
            + "--new 5e000000-0000-4000-8000-00000000005f --from 2040-01-01 --old-until 2040-02-01 "
            + "--reason \"The key is a year old\"",
            invocation => new Change
            {
                Rotation = new ClientRotation
                {
                    ClientId = invocation.Get(Client),
                    NewClientId = invocation.Get(next)!,
                    ValidFrom = invocation.Get(from)!,
                    OldValidTo = invocation.Get(end)!,
                },
            }, reason, Client, next, from, end);
    }

    private static Command List() => new ClubCommand("systems",
        "Lists the customs systems; with --on those that are registered on that day.",
        "crmclub member systems").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListCustomsSystemsRequest { PageSize = 500, AsOf = invocation.OnText };
            var response = await invocation.CallAsync(
                client, o => client.Membership.ListCustomsSystemsAsync(request, o));
            if (invocation.Json)
            {
                foreach (var system in response.CustomsSystems) invocation.Out.JsonLine(system);
                return ExitCodes.Done;
            }

            invocation.Out.Table(["client", "administration", "name", "may", "days", "state"],
                [.. response.CustomsSystems.SelectMany(ClientsOf, (system, client) => new[]
                {
                    client.ClientId, system.Administration, system.Name, Operations(system), DaysOf(client),
                    system.Suspended ? "suspended" : "",
                })]);
            return ExitCodes.Done;
        });

    private static Command Suspend(Option<string> reason)
    {
        return new ClubCommand("suspend-system",
            "Refuses every call of a customs system from now on; member system lets it in again.",
            "crmclub member suspend-system 5e000000-0000-4000-8000-00000000005e --reason \"A key was lost\"")
            .With(Client, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new SuspendCustomsSystemRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    ClientId = invocation.Get(Client),
                    Reason = invocation.Get(reason)!,
                };
                var response = await invocation.CallAsync(
                    client, o => client.Membership.SuspendCustomsSystemAsync(request, o));
                if (invocation.Json) invocation.Out.Document(response.CustomsSystem);
                else invocation.Out.Line($"{response.CustomsSystem.Name} is suspended.");
                return ExitCodes.Done;
            });
    }

    private static IEnumerable<SystemClient> ClientsOf(CustomsSystem system) => system.Clients.Count > 0
        ? system.Clients
        : [new SystemClient { ClientId = system.ClientId, ValidFrom = system.ValidFrom, ValidTo = system.ValidTo }];

    private static string DaysOf(SystemClient client) =>
        client.ValidFrom.Length + client.ValidTo.Length == 0 ? "" : $"{client.ValidFrom} – {client.ValidTo}".Trim();
}
