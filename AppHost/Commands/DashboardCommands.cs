namespace CrmClub.AppHost.Commands;

/// <summary>What a developer's club offers in the dashboard, and by <c>aspire resource NAME COMMAND</c>.</summary>
internal static class DashboardCommands
{
    public static void AddCommands(this Club club)
    {
        club.Of("declarations").WithClubCommand(club, "seed", "Seed declarations", new()
        {
            Description = "Sends declarations of the demonstration's goods, accepted today",
            IconName = "BoxMultiple",
            IsHighlighted = true,
            Arguments = [ClubCommand.Number("count", "How many", "1000")],
        }, given => ["seed", $"{given.GetInt32("count")}"]);

        foreach (var consumer in new[] { "membership", "tariffs", "suppliers", "declarations" })
            club.Of(consumer).WithClubCommand(club, "replay-parked", "Replay parked entries", new()
            {
                Description = "Applies what it could not take from others, once what was wrong is mended",
                IconName = "ArrowRepeatAll",
            }, _ => ["events", "replay", consumer]);

        club.Of("gateway").WithClubCommand(club, "verify-audit", "Verify the audit", new()
        {
            Description = "Recomputes each service's journal and compares its rows with it",
            IconName = "ShieldCheckmark",
            IsHighlighted = true,
        }, _ => ["audit", "verify"]);

        club.Of("gateway").WithClubCommand(club, "move-clock", "Move the clock", new()
        {
            Description = "Makes it another legal day in the club; without a day it is today again",
            IconName = "CalendarClock",
            Arguments = [new()
            {
                Name = "day",
                Label = "Legal day",
                InputType = InputType.Text,
                Placeholder = "YYYY-MM-DD",
            }],
        }, given => given.GetString("day") is { Length: > 0 } day
            ? ["club", "move-clock", day]
            : ["club", "move-clock"]);

        club.Of("identity").WithClubCommand(club, "sign-in", "Sign in as", new()
        {
            Description = "Gives an access token, for instance for grpcurl",
            IconName = "Key",
            Arguments = [new()
            {
                Name = "name",
                Label = "Who",
                InputType = InputType.Choice,
                Options = [.. club.Identities.Names.Select(name => KeyValuePair.Create(name, name))],
                Value = "customs-de",
                Required = true,
            }],
        }, given => ["token", "--as", given.GetString("name")!], token => ClubCommand.Block(token)
            + $"\nFor instance:\n```\ngrpcurl -plaintext -H 'authorization: Bearer {token}' localhost:{club.GrpcPort} "
            + "crmclub.declarations.v1.DeclarationService/ListDeclarations\n```\n");

        if (club.Of("rabbitmq").Resource is not ConnectionStringResource) club.Of("rabbitmq").WithOutage();
    }

    private static IResourceBuilder<IResource> Of(this Club club, string name) =>
        club.Builder.CreateResourceBuilder(club.Builder.Resources.Single(resource => resource.Name == name));
}
