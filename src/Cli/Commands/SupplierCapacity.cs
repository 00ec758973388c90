using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>supplier capacity FACILITY</c>: another capacity from a day on.</summary>
internal static class SupplierCapacity
{
    public static Command Create()
    {
        var number = new Argument<string>("FACILITY") { Description = "The facility's number" };
        var material = new Option<string>("--material")
        {
            Description = "Material",
            HelpName = "CODE",
            Required = true,
        };
        var stage = new Option<string>("--stage") { Description = "Stage", Required = true };
        stage.AcceptOnlyFromAmong([.. Choices.Of<Stage>()]);
        var tons = new Option<string>("--capacity")
        {
            Description = "Metric tons a year of contained material",
            HelpName = "TONS",
            Required = true,
        };
        var from = new Option<string>("--from")
        {
            Description = "First day; after that of every capacity before",
            HelpName = "DAY",
            Required = true,
        };
        var reason = new Option<string>("--reason") { Description = "Why", HelpName = "TEXT", Required = true };
        return new ClubCommand("capacity",
            "Records another capacity from a day on; those before it stay.",
            "crmclub supplier capacity F-MY-0001 --material Dy --stage separated-compound --capacity 150 "
            + "--from 2030-01-01 --reason \"A second line\"")
            .With(number, material, stage, tons, from, reason).Runs(async invocation =>
            {
                var request = new ChangeCapacityRequest
                {
                    RequestId = $"{Guid.CreateVersion7()}",
                    Facility = invocation.Get(number),
                    Material = invocation.Get(material)!,
                    Stage = Choices.Parse<Stage>(invocation.Get(stage)!),
                    CapacityTonsPerYear = invocation.Get(tons)!,
                    ValidFrom = invocation.Get(from)!,
                    Reason = invocation.Get(reason)!,
                };
                using var client = invocation.Open(Identity.Officer);
                var answer = await invocation.CallAsync(
                    client, o => client.Suppliers.ChangeCapacityAsync(request, o));
                if (invocation.Json) invocation.Out.Document(answer);
                else foreach (var one in answer.Capacities) invocation.Out.Line(Sentence(one));
                return ExitCodes.Done;
            });
    }

    /// <summary>A capacity with its days.</summary>
    public static string Sentence(Capacity capacity) =>
        $"{capacity.Material}, {Figures.Words(capacity.Stage)}: {capacity.CapacityTonsPerYear} t a year"
        + (capacity.ValidFrom.Length > 0 ? $" from {Figures.Day(capacity.ValidFrom)}" : "")
        + (capacity.ValidTo.Length > 0 ? $" until before {Figures.Day(capacity.ValidTo)}" : "");
}
