using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>supplier transfer FROM TO</c>: what a certified facility hands to another.</summary>
internal static class SupplierTransfer
{
    public static Command Create()
    {
        var from = new Argument<string>("FROM") { Description = "Number of the facility that hands it over" };
        var to = new Argument<string>("TO") { Description = "Number of the facility that receives it" };
        var material = MemberChanges.Needed("--material", "Material", "CODE");
        var stage = MemberChanges.Needed("--stage", "Stage at which it is handed over", "STAGE");
        stage.AcceptOnlyFromAmong([.. Choices.Of<Stage>()]);
        var kg = MemberChanges.Needed("--kg", "Kg of contained material", "KG");
        var day = MemberChanges.Needed("--day", "On which it is handed over", "DAY");
        var number = MemberChanges.Needed(
            "--number", "The sender's own number of it: told again, it counts once", "NUMBER");
        return new ClubCommand("transfer",
            "Records what a certified facility hands to another, once for each number of the sender's.",
            "crmclub supplier transfer F-MY-0001 F-MY-0002 --material Dy --stage separated-compound --kg 250 "
            + "--day 2026-03-02 --number T-1")
            .With(from, to, material, stage, kg, day, number).Runs(async invocation =>
            {
                var request = new RecordTransferRequest
                {
                    RequestId = $"{Guid.CreateVersion7()}",
                    Transfer = new FacilityTransfer
                    {
                        FromFacility = invocation.Get(from),
                        ToFacility = invocation.Get(to),
                        Material = invocation.Get(material)!,
                        Stage = Choices.Parse<Stage>(invocation.Get(stage)!),
                        Kg = invocation.Get(kg)!,
                        Day = invocation.Get(day)!,
                        Number = invocation.Get(number)!,
                    },
                };
                using var client = invocation.Open(Identity.Officer);
                var answer = await invocation.CallAsync(
                    client, o => client.Balances.RecordTransferAsync(request, o));
                var one = answer.Transfer;
                if (invocation.Json) invocation.Out.Document(one);
                else invocation.Out.Line($"{one.Number}: {one.Kg} kg {one.Material}, {Figures.Words(one.Stage)}, from "
                    + $"{one.FromFacility} to {one.ToFacility} on {Figures.Day(one.Day)}");
                return ExitCodes.Done;
            });
    }
}
