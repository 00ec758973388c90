using System.CommandLine;
using System.Security.Cryptography;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>proposal simulate|simulation|cancel</c>: what a proposal would have made of a period.</summary>
internal static class ProposalSimulations
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly Argument<int> Simulation = new("SIMULATION")
    {
        Description = "The simulation's number (default: the newest)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Simulate(Argument<int> number)
    {
        var from = new Option<string?>("--from")
        {
            Description = "First day of acceptance (default: a year before the last)",
            HelpName = "DAY",
        };
        var to = new Option<string?>("--to")
        {
            Description = "Day after the last (default: today)",
            HelpName = "DAY",
        };
        var wait = new Option<bool>("--wait") { Description = "Waits until it is done" };
        return new ClubCommand("simulate",
            "Asks what a proposal would have made of the declarations of a period.",
            "crmclub proposal simulate 1 --wait").With(number, from, to, wait).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new SimulateProposalRequest
                {
                    RequestId = ProposalCommand.NewId(),
                    Number = invocation.Get(number),
                    KnownRevision = await ProposalCommand.KnownRevisionAsync(invocation, client),
                    FromDay = invocation.Get(from) ?? "",
                    ToDay = invocation.Get(to) ?? "",
                };
                var asked = (await invocation.CallAsync(
                    client, o => client.Proposals.SimulateProposalAsync(request, o))).Simulation;
                return Write(invocation, invocation.Get(wait) ? await EndAsync(invocation, client, asked) : asked);
            });
    }

    public static Command Show(Argument<int> number)
    {
        var document = new Option<string?>("--document")
        {
            Description = "Writes the tariff with the proposal here, to compute again by",
            HelpName = "FILE",
        };
        return new ClubCommand("simulation",
            "Shows how far a simulation has come, and what came out.",
            "crmclub proposal simulation 1").With(number, Simulation, document).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var found = await GetAsync(invocation, client, invocation.Get(number), invocation.Get(Simulation));
                if (invocation.Get(document) is { } file)
                    await ExportAsync(invocation, client, found, file);
                return Write(invocation, found);
            });
    }

    public static Command Cancel(Argument<int> number) => new ClubCommand("cancel",
        "Ends a simulation that is under way.", "crmclub proposal cancel 1").With(number, Simulation)
        .Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Officer);
            var request = new CancelSimulationRequest
            {
                Number = invocation.Get(number),
                Simulation = invocation.Get(Simulation),
            };
            return Write(invocation, (await invocation.CallAsync(
                client, o => client.Proposals.CancelSimulationAsync(request, o))).Simulation);
        });

    private static async Task<Simulation> GetAsync(
        Invocation invocation, ClubClient client, int proposal, int number)
    {
        var request = new GetSimulationRequest { Number = proposal, Simulation = number };
        return (await invocation.CallAsync(client, o => client.Proposals.GetSimulationAsync(request, o))).Simulation;
    }

    private static async Task<Simulation> EndAsync(Invocation invocation, ClubClient client, Simulation asked)
    {
        using var timer = new PeriodicTimer(Pause);
        while (asked.State == SimulationState.Asked && await timer.WaitForNextTickAsync(invocation.Cancel))
            asked = await GetAsync(invocation, client, asked.Proposal, asked.Number);
        return asked;
    }

    // With what a document needs to serve without a club, of the same day as `tariff export`.
    private static async Task ExportAsync(Invocation invocation, ClubClient client, Simulation of, string file)
    {
        var request = new GetSimulationDocumentRequest { Number = of.Proposal, Simulation = of.Number };
        var bytes = (await invocation.CallAsync(
            client, o => client.Proposals.GetSimulationDocumentAsync(request, o))).Document;
        if (Convert.ToHexStringLower(SHA256.HashData(bytes.Span)) != of.DocumentHash)
            throw new CliException(ExitCodes.No, "The document is not the one that was simulated.");
        var document = await TariffExport.CompleteAsync(
            invocation, client, TariffDocument.Parser.ParseFrom(bytes), TariffExport.Day(invocation));
        await File.WriteAllTextAsync(
            file, Contracts.Json.StrictJson.Write(document, indented: true), invocation.Cancel);
    }

    private static int Write(Invocation invocation, Simulation simulation)
    {
        var output = invocation.Out;
        if (invocation.Json)
        {
            output.Document(simulation);
            return ExitCodes.Done;
        }

        output.Line(output.Bold($"Simulation {simulation.Number} of proposal {simulation.Proposal} · accepted "
            + $"{simulation.FromDay} to {simulation.ToDay} (without) · {Figures.Words(simulation.State)}"));
        output.Line($"{simulation.Examined} of {simulation.Found} declarations, against tariff version "
            + $"{simulation.BaseVersion}");
        if (simulation.OlderContent)
            output.Line(output.Bad("The proposal has changed since: this is of an older content."));
        if (simulation.OlderTariff) output.Line(output.Bad("A tariff was published since: this is of an older one."));
        if (simulation.Result is { } result) Write(invocation, result);
        return ExitCodes.Done;
    }

    private static void Write(Invocation invocation, SimulationResult result)
    {
        var output = invocation.Out;
        if (result.Undecided > 0)
            output.Line($"{result.Undecided} can't be decided by one of the two tariffs; they are in no sum.");
        if (result.WithoutRate > 0)
            output.Line($"{result.WithoutRate} have no rate into EUR; they are in their own currency's sums alone.");
        output.Line();
        Sums(invocation, "administration", [.. result.Administrations.Select(one => one.Own)]);
        Sums(invocation, "administration", [.. result.Administrations.Select(one => one.Euro)]);
        Sums(invocation, "party", [.. result.Parties, result.Total]);
        Sums(invocation, "origin", result.Origins);
        Sums(invocation, "material", result.Materials);
        Sums(invocation, "supplier", result.Suppliers);
        if (result.Switches.Count > 0)
            output.Table(["from", "to", "items", "difference EUR"], [.. result.Switches.Select(one => new[]
            {
                Regime(one.Before, one.RefusedBefore), Regime(one.After, one.RefusedAfter), $"{one.Items}",
                one.Difference,
            })], 2, 3);
    }

    private static string Regime(MeasureType type, bool refused) => refused ? "not allowed"
        : type == MeasureType.Unspecified ? "none" : Figures.Words(type);

    private static void Sums(Invocation invocation, string of, IReadOnlyList<SimulatedSum> sums)
    {
        if (sums.Count == 0)
            return;
        var isOfTotals = sums[0].RoundingOfTotals.Length > 0;
        string[] header = [of, "currency", "items", "changed", "switched", "before", "after", "difference"];
        invocation.Out.Table(isOfTotals ? [.. header, "rounding of totals"] : header, [.. sums.Select(one => (string[])
        [
            one.Key.Length > 0 ? one.Key : isOfTotals ? "all" : "not declared", one.Currency, $"{one.Items}",
            $"{one.Changed}", $"{one.Switched}", one.Before, one.After, one.Difference,
            .. isOfTotals ? [one.RoundingOfTotals] : (string[])[],
        ])], 2, 3, 4, 5, 6, 7, 8);
        invocation.Out.Line();
    }
}
