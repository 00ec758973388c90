using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>supplier represent|representatives</c>: who may act for an operator.</summary>
internal static class SupplierRepresent
{
    public static IEnumerable<Command> Create() => [Represent(), List()];

    private static Command Represent()
    {
        var owner = new Argument<string>("OPERATOR") { Description = "The operator's number" };
        var person = new Option<string>("--person")
        {
            Description = "Object id of the person",
            Required = true,
            HelpName = "ID",
        };
        var from = new Option<string>("--from") { Description = "First day", Required = true, HelpName = "DAY" };
        var to = new Option<string?>("--to") { Description = "Day after the last (default: none)", HelpName = "DAY" };
        return new ClubCommand("represent",
            "Lets a person act for an operator; given again for the two, it takes the place of what was before.",
            "crmclub supplier represent O-0001 --person 0b000000-0000-4000-8000-000000000008 --from 2026-01-01")
            .With(owner, person, from, to).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new RegisterRepresentativeRequest
                {
                    RequestId = $"{Guid.CreateVersion7()}",
                    Representative = new Representative
                    {
                        Operator = invocation.Get(owner),
                        Subject = invocation.Get(person),
                        ValidFrom = invocation.Get(from),
                        ValidTo = invocation.Get(to) ?? "",
                    },
                };
                var one = (await invocation.CallAsync(
                    client, o => client.Applications.RegisterRepresentativeAsync(request, o))).Representative;
                if (invocation.Json) invocation.Out.Document(one);
                else invocation.Out.Line($"{one.Subject} acts for {one.Operator} from {one.ValidFrom} on.");
                return ExitCodes.Done;
            });
    }

    private static Command List()
    {
        var owner = new Option<string?>("--operator") { Description = "Only of this operator", HelpName = "NUMBER" };
        return new ClubCommand("representatives",
            "Lists who may act for operators.", "crmclub supplier representatives").With(owner)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new ListRepresentativesRequest { Operator = invocation.Get(owner) ?? "" };
                var found = await invocation.CallAsync(
                    client, o => client.Applications.ListRepresentativesAsync(request, o));
                if (invocation.Json)
                {
                    foreach (var one in found.Representatives) invocation.Out.JsonLine(one);
                    return ExitCodes.Done;
                }

                invocation.Out.Table(["operator", "person", "from", "until before"], [.. found.Representatives.Select(
                    one => new[] { one.Operator, one.Subject, one.ValidFrom, one.ValidTo })]);
                return ExitCodes.Done;
            });
    }
}
