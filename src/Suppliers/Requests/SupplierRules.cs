using System.Globalization;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Suppliers.Requests;

/// <summary>Rules of fields that several requests of the registry share.</summary>
internal static class SupplierRules
{
    /// <summary>Materials and stages of one facility or certificate.</summary>
    public const int ScopesMax = 100;

    /// <summary>More than the world mines of any one material in a year: kilograms given for tons are caught.</summary>
    public const decimal CapacityTonsMax = 50_000_000;

    private const int MaterialLengthMax = 10;
    private const int DecimalPlacesMax = 6;

    /// <summary>A checked decimal as the registry writes it.</summary>
    public static string Plain(string value) =>
        decimal.Parse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            .ToString(CultureInfo.InvariantCulture);

    extension(Violations faults)
    {
        public void Country(string field, string value)
        {
            if (Countries.Check(value) is { IsValid: false } broken)
                faults.Add(field, "", broken.Rule, value, broken.Accepted, broken.Message);
        }

        public void Scopes(string field, IReadOnlyList<Scope> scopes)
        {
            if (scopes.Count is 0 or > ScopesMax)
            {
                faults.Add(
                    field, "", "COUNT", $"{scopes.Count}", $"1 to {ScopesMax}",
                    "At least one material at a stage is needed.");
            }

            foreach (var (place, scope) in scopes.Index())
            {
                faults.Text($"{field}[{place}].material", "", scope.Material, MaterialLengthMax);
                if (!Enum.IsDefined(scope.Stage) || scope.Stage == 0)
                {
                    faults.Add(
                        $"{field}[{place}].stage", "", "STAGE", $"{scope.Stage}", "a stage", "There is no such stage.");
                }

                if (scopes.Take(place).Any(other => other.Material == scope.Material && other.Stage == scope.Stage))
                {
                    faults.Add(
                        $"{field}[{place}]", "", "UNIQUE", $"{scope.Material} {scope.Stage}", "each pair once",
                        "The material stands twice at this stage.");
                }
            }
        }

        public void Capacity(string field, string value)
        {
            var isPlain = decimal.TryParse(
                value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var tons);
            if (!isPlain || tons <= 0 || tons > CapacityTonsMax || tons.Scale > DecimalPlacesMax)
            {
                faults.Add(
                    field, "", "CAPACITY", value, $"t a year, above 0, at most {CapacityTonsMax}, 6 decimals",
                    "The yearly capacity is out of its bounds.");
            }
        }
    }
}
