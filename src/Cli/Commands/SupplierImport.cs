using System.CommandLine;
using System.Text;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Demonstration;
using CrmClub.Cli.Import;
using CrmClub.Client;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using Grpc.Core;

namespace CrmClub.Cli.Commands;

/// <summary><c>supplier import</c>: many operators and facilities from tables.</summary>
internal static class SupplierImport
{
    public static Command Create()
    {
        var operators = new Option<string?>("--operators") { Description = "A table of operators", HelpName = "FILE" };
        var facilities = new Option<string?>("--facilities")
        {
            Description = "A table of facilities, each of an operator's key or number",
            HelpName = "FILE",
        };
        return new ClubCommand("import",
            "Registers operators and facilities from tables of comma-separated values. Everything that is wrong is "
            + "named by line and column before anything is registered; what was registered before is not again.",
            """
            crmclub supplier import --operators data/examples/operators.csv --facilities data/examples/facilities.csv
            """).With(operators, facilities).Runs(async invocation =>
            {
                var faults = new List<Violation>();
                var tables = new SupplierTables(faults);
                var owners = Open(invocation.Get(operators), tables.Operators);
                var keys = owners.Select(owner => owner.Key).ToHashSet(StringComparer.Ordinal);
                var sites = Open(
                    invocation.Get(facilities), (file, text) => tables.Facilities(file, text, keys));
                if (faults.Count == 0 && owners.Count + sites.Count == 0)
                    throw new CliException(ExitCodes.WrongInput, "There is nothing to register.",
                        "See crmclub supplier import --help.");
                if (faults.Count > 0)
                {
                    Failures.Say(faults);
                    return ExitCodes.WrongInput;
                }

                using var client = invocation.Open(Identity.Officer);
                return await RunAsync(invocation, client, owners, sites);
            });
    }

    private static async Task<int> RunAsync(
        Invocation invocation,
        ClubClient client,
        List<ImportedRow<Operator>> owners,
        List<ImportedRow<Facility>> sites)
    {
        var keys = owners.Select(owner => owner.Key).ToHashSet(StringComparer.Ordinal);
        var faults = new List<Violation>();
        foreach (var owner in owners)
            faults.AddRange(await FaultsAsync(owner, () => RegisterAsync(owner.Content, validateOnly: true)));
        foreach (var site in sites)
        {
            // Its operator is not registered yet.
            faults.AddRange((await FaultsAsync(site, () => RegisterAsync(site.Content, validateOnly: true)))
                .Where(fault => !(fault.Rule == "OPERATOR" && keys.Contains(site.Key))));
        }

        if (faults.Count > 0)
        {
            Failures.Say(faults);
            return ExitCodes.WrongInput;
        }

        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var owner in owners)
        {
            var registered = await RegisterAsync(owner.Content, validateOnly: false);
            numbers[owner.Key] = registered.Number;
            Say(invocation, "operators", owner.Line, registered.Number, registered.Name);
        }

        foreach (var site in sites)
        {
            site.Content.Operator = numbers.GetValueOrDefault(site.Key, site.Key);
            var registered = await RegisterAsync(site.Content, validateOnly: false);
            Say(invocation, "facilities", site.Line, registered.Number, registered.Name);
        }

        return ExitCodes.Done;

        // The same line is the same request in every run: it gets the first answer again.
        async Task<(string Number, string Name)> RegisterAsync(object content, bool validateOnly)
        {
            if (content is Operator owner)
            {
                var first = new RegisterOperatorRequest
                {
                    RequestId = RequestIds.Of(owner),
                    ValidateOnly = validateOnly,
                    Operator = owner,
                };
                var one = await invocation.CallAsync(client, o => client.Suppliers.RegisterOperatorAsync(first, o));
                return (one.Operator.Number, one.Operator.Name);
            }

            var site = (Facility)content;
            var request = new RegisterFacilityRequest
            {
                RequestId = RequestIds.Of(site),
                ValidateOnly = validateOnly,
                Facility = site,
            };
            var answer = await invocation.CallAsync(client, o => client.Suppliers.RegisterFacilityAsync(request, o));
            return (answer.Facility.Number, answer.Facility.Name);
        }
    }

    private static async Task<IEnumerable<Violation>> FaultsAsync<T>(ImportedRow<T> row, Func<Task> validate)
    {
        try
        {
            await validate();
            return [];
        }
        catch (RpcException e) when (Refusal.From(e) is { Violations.Count: > 0 } refusal)
        {
            foreach (var fault in refusal.Violations) fault.Field = row.Place(fault.Field);
            return refusal.Violations;
        }
    }

    private static List<ImportedRow<T>> Open<T>(string? path, Func<string, TextReader, List<ImportedRow<T>>> read)
    {
        if (path is null) return [];
        using var text = new StreamReader(new MemoryStream(Documents.One(path).Utf8), Encoding.UTF8);
        return read(Path.GetFileName(path), text);
    }

    private static void Say(Invocation invocation, string table, int line, string number, string name)
    {
        if (invocation.Json) invocation.Out.ValuesLine(new { table, line, number, name });
        else invocation.Out.Line($"{table}, line {line}: {number} {name} is registered.");
    }
}
