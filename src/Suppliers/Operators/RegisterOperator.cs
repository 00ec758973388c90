using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Requests;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Operators;

/// <summary>An operator enters the registry.</summary>
internal sealed class RegisterOperator(Mutations mutations)
{
    private const int NameLengthMax = 200;
    private const int IdentifiersMax = 10;
    private const int IdentifierLengthMax = 50;

    public Task<RegisterOperatorResponse> RunAsync(
        RegisterOperatorRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => RegisterAsync(request, work), cancel);

    private static async Task<RegisterOperatorResponse> RegisterAsync(RegisterOperatorRequest request, Work work)
    {
        var registered = request.Operator?.Clone() ?? new Operator();
        Check(registered, work.Faults);
        work.Faults.ThrowIfAny();

        registered.Number = await Numbers.OperatorAsync(work);
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, registered.Number, null, new OperatorRegistered { Operator = registered }),
            work.Cancel);
        await SuppliersWriter.AddAsync(work, entry, registered);
        return new RegisterOperatorResponse { Operator = registered };
    }

    private static void Check(Operator registered, Violations faults)
    {
        if (registered.Number.Length > 0)
        {
            faults.Add(
                "operator.number", "", "GIVEN_BY_CLUB", registered.Number, "nothing", "The club gives the number.");
        }

        faults.Name("operator.name", registered.Name, NameLengthMax);
        faults.Country("operator.country", registered.Country);
        if (registered.Identifiers.Count is 0 or > IdentifiersMax)
        {
            faults.Add(
                "operator.identifiers", "", "COUNT", $"{registered.Identifiers.Count}", $"1 to {IdentifiersMax}",
                "An operator has at least one identifier.");
        }

        foreach (var (place, identifier) in registered.Identifiers.Index())
        {
            Check(identifier, $"operator.identifiers[{place}]", faults);
            if (registered.Identifiers.Take(place).Contains(identifier))
            {
                faults.Add(
                    $"operator.identifiers[{place}]", "", "UNIQUE", identifier.Value, "each once",
                    "The identifier stands there twice.");
            }
        }
    }

    private static void Check(Identifier identifier, string field, Violations faults)
    {
        if (identifier.Kind != IdentifierKind.National && identifier.Country.Length > 0)
        {
            faults.Add(
                $"{field}.country", "", "COUNTRY_OF_NATIONAL_NUMBER", identifier.Country, "nothing",
                "Only a national number names its country.");
        }

        if (!faults.Text($"{field}.value", "", identifier.Value, IdentifierLengthMax))
            return;
        IdentifierCheck? check = identifier.Kind switch
        {
            IdentifierKind.Lei => Lei.Check(identifier.Value),
            IdentifierKind.Eori => Eori.Check(identifier.Value),
            IdentifierKind.Jcn => JapaneseCorporateNumber.Check(identifier.Value),
            IdentifierKind.National => NationalNumber.Check(identifier.Country, identifier.Value),
            _ => null,
        };
        if (check is null)
        {
            faults.Add(
                $"{field}.kind", "", "KIND", $"{identifier.Kind}", "LEI, EORI, JCN or NATIONAL",
                "There is no such kind.");
        }
        else if (check is { IsValid: false } broken)
        {
            var (place, given) = broken.Rule == "COUNTRY_CODE"
                ? ("country", identifier.Country)
                : ("value", identifier.Value);
            faults.Add($"{field}.{place}", "", broken.Rule, given, broken.Accepted, broken.Message);
        }
        else
        {
            identifier.Value = check.Value.Canonical;
        }
    }
}
