using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Identifiers;
using CrmClub.Declarations.Assessment;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Submission;

/// <summary>Every rule that a declaration must keep before it is decided. Pure: what is known is given.</summary>
internal static class DeclarationValidator
{
    public const int ItemsMax = 1000;

    private const int LrnLengthMax = 22;
    private const int NameLengthMax = 70;
    private const int NaccsNumberLength = 11;
    private const string UnionParty = "EU";

    /// <param name="declaration">As sent.</param>
    /// <param name="standing">What the decision would rest on.</param>
    /// <param name="today">Legal day now in an IANA zone.</param>
    /// <param name="faults">Takes every broken rule.</param>
    public static void Check(
        Declaration declaration, Standing standing, Func<string, DateOnly> today, Violations faults)
    {
        var checks = new FieldChecks(faults);
        var administration = standing.Membership.Administration(declaration.Administration);
        if (administration is null)
        {
            checks.Fault(new("administration", "", "Administration"), "ADMINISTRATION", declaration.Administration,
                "the code of a member's customs administration", "There is no such administration in the club.");
        }

        checks.Text(new("lrn", "12 09", "LRN"), declaration.Lrn, LrnLengthMax, required: true);
        CheckMrn(checks, declaration, administration);
        CheckTrader(checks, new("declarant", "13 05", "Declarant"), declaration.Declarant);
        CheckTrader(checks, new("importer", "13 04", "Importer"), declaration.Importer);
        checks.Text(new("exporter", "13 01", "Exporter"), declaration.Exporter, NameLengthMax, required: false);
        CheckProcedure(checks, declaration.Procedure);
        DescriptiveRules.Check(checks, declaration);
        checks.Identifier(new("dispatch_country", "16 06", "Country of dispatch"),
            Countries.Check(declaration.DispatchCountry));
        checks.Identifier(new("destination_country", "16 03", "Country of destination"),
            Countries.Check(declaration.DestinationCountry));
        var day = CheckDay(checks, declaration.AcceptanceDay, administration, standing, today);
        CheckCurrency(checks, declaration.InvoiceCurrency, day, administration, standing);
        CheckItems(checks, declaration, standing);
    }

    private static void CheckMrn(FieldChecks checks, Declaration declaration, AdministrationView? administration)
    {
        var field = new Field("mrn", "", "MRN");
        if (declaration.Mrn.Length == 0 || administration is null)
            return;
        if (administration.Contract.Party != UnionParty)
        {
            if (declaration.Mrn.Length != NaccsNumberLength || !declaration.Mrn.All(char.IsAsciiLetterOrDigit))
                checks.Fault(field, "NACCS_FORM", declaration.Mrn, $"{NaccsNumberLength} digits or letters",
                    "The administration's number does not have its form.");
            return;
        }

        if (checks.Identifier(field, Mrn.Check(declaration.Mrn))
            && declaration.Mrn.AsSpan(2, 2) is var country && !country.SequenceEqual(administration.Code))
        {
            checks.Fault(field, "MRN_COUNTRY", declaration.Mrn, $"{administration.Code} at places 3 and 4",
                "The MRN is of another country than the administration.");
        }
    }

    private static void CheckTrader(FieldChecks checks, Field field, string value)
    {
        if (value.Length == 0)
            checks.Fault(field, "REQUIRED", value, "an EORI or a Japanese corporate number",
                $"{field.Name} is missing.");
        else
            checks.Identifier(field, value.All(char.IsAsciiDigit)
                ? JapaneseCorporateNumber.Check(value) : Eori.Check(value));
    }

    private static void CheckProcedure(FieldChecks checks, string procedure)
    {
        var field = new Field("procedure", "11 09", "Procedure");
        if (!Procedures.IsWellFormed(procedure))
            checks.Fault(field, "PROCEDURE_FORM", procedure, "four digits, for instance 4000",
                "The procedure is two digits for the one requested and two for the previous one.");
        else if (!Procedures.IsKnown(procedure))
            checks.Fault(field, "PROCEDURE_CODE", procedure,
                $"a procedure that begins with {string.Join(", ", Procedures.Requested)}",
                $"{procedure[..2]} is no procedure that can be requested.");
    }

    private static DateOnly? CheckDay(
        FieldChecks checks, string text, AdministrationView? administration, Standing standing,
        Func<string, DateOnly> today)
    {
        var field = new Field("acceptance_day", "15 09", "Day of acceptance");
        if (checks.Day(field, text) is not { } day)
            return null;
        if (administration is not null && today(administration.TimeZone) is var now && day > now)
        {
            checks.Fault(field, "DAY_NOT_FUTURE", text, $"a day up to {now:yyyy-MM-dd}",
                $"The day has not come yet in {administration.TimeZone}.");
        }

        if (standing.Tariffs.On(day) is null)
            checks.Fault(field, "TARIFF_IN_FORCE", text, standing.Tariffs.FirstDay is { } first
                ? $"a day from {first:yyyy-MM-dd} on" : "a day on which a tariff is in force",
                "No tariff of the club is in force on that day.");
        if (administration is not null && administration.PolicyOn(day) is null)
            checks.Fault(field, "ADMINISTRATION_POLICY", text, "a day on which the administration has a policy",
                "The administration has no policy of currency and rounding on that day.");
        return day;
    }

    private static void CheckCurrency(
        FieldChecks checks, string currency, DateOnly? day, AdministrationView? administration, Standing standing)
    {
        var field = new Field("invoice_currency", "14 05", "Invoice currency");
        if (!checks.Identifier(field, Currencies.Check(currency)) || day is null || administration is null
            || administration.PolicyOn(day.Value) is not { } policy || currency == policy.Currency)
            return;
        if (!standing.Tariffs.HasRate(policy.ExchangeRateSeries, currency, policy.Currency, day.Value))
        {
            checks.Fault(field, "EXCHANGE_RATE", currency,
                $"{policy.Currency}, or a currency with a rate in {policy.ExchangeRateSeries} on that day",
                $"{policy.ExchangeRateSeries} has no rate between {currency} and {policy.Currency} "
                + $"on {day:yyyy-MM-dd}.");
        }
    }

    private static void CheckItems(FieldChecks checks, Declaration declaration, Standing standing)
    {
        var items = declaration.Items;
        if (items.Count is 0 or > ItemsMax)
        {
            checks.Fault(new("items", "", "Items"), "ITEM_COUNT", $"{items.Count} items", $"1 to {ItemsMax} items",
                "A declaration has at least one item and not too many.");
        }

        var seen = new HashSet<int>();
        for (var index = 0; index < Math.Min(items.Count, ItemsMax); index++)
        {
            var item = items[index];
            if (!seen.Add(item.Number))
                checks.Fault(new($"items[{index}].number", "11 03", "Item number"), "ITEM_NUMBER_UNIQUE",
                    $"{item.Number}", "a number that no other item has", "Two items have the same number.");
            GoodsItemRules.Check(checks, $"items[{index}]", item, declaration, standing);
        }
    }
}
