using System.Globalization;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
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
    private const int PlaceNameLengthMax = 200;
    private const NumberStyles DegreesStyle = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
    private const int DecimalPlacesMax = 6;

    // Marks, embeddings, overrides and isolates of direction (Unicode annex 9): by them a name can be made to read as
    // another.
    private const string Turning =
        "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    /// <summary>A checked decimal as the registry writes it.</summary>
    public static string Plain(string value) =>
        decimal.Parse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            .ToString(CultureInfo.InvariantCulture);

    /// <summary>A checked coordinate in one form: two facilities at one place say the same.</summary>
    public static string Degrees(string value)
    {
        var degrees = decimal.Parse(value, DegreesStyle, CultureInfo.InvariantCulture);
        return degrees == 0 ? "0" : degrees.ToString("0.######", CultureInfo.InvariantCulture);
    }

    extension(Violations faults)
    {
        /// <summary>A name that is shown to others: no markup, nothing that turns its neighbours round.</summary>
        public void Name(string field, string value, int lengthMax, bool required = true)
        {
            faults.Text(field, "", value, lengthMax, required);
            if (value.Any(c => c is '<' or '>' || Turning.Contains(c)))
            {
                faults.Add(
                    field, "", "NAME_CHARACTERS",
                    string.Concat(value.Where(c => !Turning.Contains(c) && !char.IsControl(c))),
                    "no < or > and no mark of direction", "The name has a character that no name needs.");
            }
        }

        public void Country(string field, string value)
        {
            if (Countries.Check(value) is { IsValid: false } broken)
                faults.Add(field, "", broken.Rule, value, broken.Accepted, broken.Message);
        }

        /// <summary>A value that the contract names, or none.</summary>
        public void Known<T>(string field, string rule, T value)
            where T : struct, Enum
        {
            if (!Enum.IsDefined(value))
            {
                faults.Add(
                    field, "", rule, $"{value}", string.Join(", ", Enum.GetNames<T>()[1..]), "There is no such value.");
            }
        }

        public void Place(string field, Place? place)
        {
            if (place is null)
                return;
            faults.Degrees($"{field}.latitude", place.Latitude, 90);
            faults.Degrees($"{field}.longitude", place.Longitude, 180);
            faults.Name($"{field}.name", place.Name, PlaceNameLengthMax, required: false);
        }

        public void MaterialAtStage(string field, string material, Stage stage)
        {
            faults.Text($"{field}material", "", material, MaterialLengthMax);
            if (!Enum.IsDefined(stage) || stage == 0)
                faults.Add($"{field}stage", "", "STAGE", $"{stage}", "a stage", "There is no such stage.");
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
                faults.MaterialAtStage($"{field}[{place}].", scope.Material, scope.Stage);
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

        private void Degrees(string field, string value, int max)
        {
            var isPlain = decimal.TryParse(value, DegreesStyle, CultureInfo.InvariantCulture, out var degrees);
            if (!isPlain || Math.Abs(degrees) > max || degrees.Scale > DecimalPlacesMax)
            {
                faults.Add(
                    field, "", "COORDINATE", value, $"decimal degrees from -{max} to {max}, at most 6 decimals",
                    "It is no coordinate by WGS 84.");
            }
        }
    }
}
