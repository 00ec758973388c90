using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>supplier register|show|list|capacity|pairs|balance|claims|import|search|represent|representatives</c>.
/// </summary>
internal static class SupplierCommand
{
    public static Command Create() => new Command("supplier", "Registers and shows operators and their facilities.")
        .With(Register(), Show(), List(), SupplierCapacity.Create(), SupplierPairsCommand.Create())
        .With(SupplierBalance.Create(), SupplierBalance.CreateClaims(), SupplierTransfer.Create())
        .With(SupplierImport.Create(), SupplierSearch.Create()).With(SupplierRepresent.Create());

    private static Command Register()
    {
        var operatorFile = FileOption("--operator", "An operator's document");
        var facilityFile = FileOption("--facility", "A facility's document");
        return new ClubCommand("register",
            "Registers an operator, or a facility of one; with both, the facility is the new operator's.",
            "crmclub supplier register --operator data/examples/operator.json --facility data/examples/facility.json")
            .With(operatorFile, facilityFile).Runs(async invocation =>
            {
                var owner = invocation.Get(operatorFile) is { } first ? Documents.One(first).Read<Operator>() : null;
                var site = invocation.Get(facilityFile) is { } second ? Documents.One(second).Read<Facility>() : null;
                if (owner is null && site is null)
                    throw new CliException(ExitCodes.WrongInput, "Missing: --operator or --facility.",
                        "See crmclub supplier register --help.");
                await RegisterAsync(invocation, owner, site);
                return ExitCodes.Done;
            });
    }

    private static Option<string?> FileOption(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };

    private static async Task RegisterAsync(Invocation invocation, Operator? owner, Facility? site)
    {
        using var client = invocation.Open(Identity.Officer);
        if (owner is not null)
        {
            var request = new RegisterOperatorRequest { RequestId = $"{Guid.CreateVersion7()}", Operator = owner };
            var answer = await invocation.CallAsync(client, o => client.Suppliers.RegisterOperatorAsync(request, o));
            if (invocation.Json) invocation.Out.JsonLine(answer.Operator);
            else invocation.Out.Line($"{answer.Operator.Number} {answer.Operator.Name} is registered.");
            if (site is not null) site.Operator = answer.Operator.Number;
        }
        if (site is null) return;
        var registration = new RegisterFacilityRequest { RequestId = $"{Guid.CreateVersion7()}", Facility = site };
        var registered = await invocation.CallAsync(
            client, o => client.Suppliers.RegisterFacilityAsync(registration, o));
        if (invocation.Json) invocation.Out.JsonLine(registered.Facility);
        else invocation.Out.Line($"{registered.Facility.Number} {registered.Facility.Name} is registered.");
    }

    private static Command Show()
    {
        var number = new Argument<string>("FACILITY") { Description = "The facility's number" };
        return new ClubCommand("show",
            "Shows a facility with its operator and certificates; with --on, with the capacities of that day.",
            "crmclub supplier show F-MY-0001").With(number).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetFacilityRequest { Number = invocation.Get(number), AsOf = invocation.OnText };
                var found = await invocation.CallAsync(client, o => client.Suppliers.GetFacilityAsync(request, o));
                if (invocation.Json) invocation.Out.Document(found);
                else Write(invocation.Out, found);
                return ExitCodes.Done;
            });
    }

    private static void Write(Printer output, GetFacilityResponse found)
    {
        var facility = found.Facility;
        output.Line(output.Bold($"{facility.Number} · {facility.Name} · {facility.Country} · "
            + Figures.Words(facility.Kind)));
        output.Line($"operator {found.Operator.Number} {found.Operator.Name}: "
            + string.Join(", ", found.Operator.Identifiers.Select(
                i => $"{Figures.Words(i.Kind)} {i.Country} {i.Value}".Replace("  ", " ", StringComparison.Ordinal))));
        if (facility.Place is { } place)
            output.Line($"at {place.Latitude}, {place.Longitude} {place.Name}".TrimEnd());
        foreach (var scope in facility.Scopes)
            output.Line($"{scope.Material}, {Figures.Words(scope.Stage)}: {scope.CapacityTonsPerYear} t a year");
        foreach (var capacity in found.Capacities.Where(one => one.ValidTo.Length > 0))
            output.Line($"was {SupplierCapacity.Sentence(capacity)}");
        foreach (var certificate in found.Certificates)
            output.Line($"certificate {certificate.Number} · {Figures.Words(certificate.State)} · "
                + $"level {certificate.Level}");
    }

    private static Command List()
    {
        var own = new Option<bool>("--own") { Description = "Only of the operators that one may act for" };
        return new ClubCommand("list", "Lists facilities.", "crmclub supplier list").With(own).Runs(async invocation =>
        {
            using var client = invocation.Open(invocation.Get(own) ? Identity.Supplier : Identity.Reader);
            var request = new ListFacilitiesRequest { PageSize = 500, Own = invocation.Get(own) };
            do
            {
                var page = await invocation.CallAsync(client, o => client.Suppliers.ListFacilitiesAsync(request, o));
                foreach (var facility in page.Facilities)
                    invocation.Out.Line(invocation.Json
                        ? StrictJson.Write(facility)
                        : $"{facility.Number,-10}  {facility.Country}  "
                            + $"{Figures.Words(facility.Kind),-12}  {facility.Name}");
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return ExitCodes.Done;
        });
    }
}
