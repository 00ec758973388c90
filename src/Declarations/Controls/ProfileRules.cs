using System.Security.Cryptography;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf;
using Kind = CrmClub.Contracts.Declarations.V1.RiskRule.KindOneofCase;

namespace CrmClub.Declarations.Controls;

/// <summary>What a risk profile must keep.</summary>
internal static class ProfileRules
{
    /// <summary>An administration's code, a hyphen, ten more.</summary>
    public const int IdLengthMax = 13;

    private const int OwnLengthMax = 10;
    private const int TitleLengthMax = 120;
    private const int PointsMax = 100;
    private const int ThresholdMax = 1000;
    private const int PercentMax = 100_000;
    private const int ListMax = 100;

    /// <summary>Hash of its content: what is tried and approved.</summary>
    public static string HashOf(RiskProfile profile) => Convert.ToHexStringLower(SHA256.HashData(new RiskProfile
    {
        Id = profile.Id,
        Administration = profile.Administration,
        TitleEn = profile.TitleEn,
        TitleJa = profile.TitleJa,
        Rule = profile.Rule,
        Points = profile.Points,
        DocumentCheckFrom = profile.DocumentCheckFrom,
        PhysicalControlFrom = profile.PhysicalControlFrom,
        Holds = profile.Holds,
        Ends = profile.Ends,
    }.ToByteArray()));

    /// <summary>Whether an id is the club's, or the administration's own.</summary>
    public static bool IsId(string id, string administration)
    {
        var own = administration.Length == 0 ? id
            : id.StartsWith($"{administration}-", StringComparison.Ordinal) ? id[(administration.Length + 1)..] : "";
        return own.Length is > 0 and <= OwnLengthMax
            && own.All(one => char.IsAsciiLetterUpper(one) || char.IsAsciiDigit(one))
            && (administration.Length > 0 || char.IsAsciiLetterUpper(own[0]));
    }

    /// <summary>Adds every broken rule.</summary>
    public static void Check(RiskProfile profile, string path, Violations faults)
    {
        if (!IsId(profile.Id, profile.Administration))
            faults.Add($"{path}id", "", "PROFILE_ID", profile.Id,
                profile.Administration.Length == 0 ? "a capital letter, then up to nine letters or digits"
                    : $"{profile.Administration}- and up to ten capital letters or digits",
                "The id does not have the form of the caller's profiles.");
        faults.Text($"{path}title_en", "", profile.TitleEn, TitleLengthMax);
        faults.Text($"{path}title_ja", "", profile.TitleJa, TitleLengthMax, required: false);
        Between($"{path}points", profile.Points, 0, PointsMax, faults);
        Between($"{path}document_check_from", profile.DocumentCheckFrom, 0, ThresholdMax, faults);
        Between($"{path}physical_control_from", profile.PhysicalControlFrom, 0, ThresholdMax, faults);
        Check(profile.Rule ?? new RiskRule(), $"{path}rule.", faults);
    }

    private static void Check(RiskRule rule, string path, Violations faults)
    {
        switch (rule.KindCase)
        {
            case Kind.MassBalance:
                Between($"{path}mass_balance.from_percent", rule.MassBalance.FromPercent, 1, ThresholdMax, faults);
                if (rule.MassBalance.ToPercent != 0)
                    Between($"{path}mass_balance.to_percent", rule.MassBalance.ToPercent,
                        Math.Max(rule.MassBalance.FromPercent, 1), ThresholdMax, faults);
                break;
            case Kind.Price:
                Between($"{path}price.below_percent", rule.Price.BelowPercent, 0, 100, faults);
                if (rule.Price.AbovePercent != 0 || rule.Price.BelowPercent == 0)
                    Between($"{path}price.above_percent", rule.Price.AbovePercent, 100, PercentMax, faults);
                break;
            case Kind.NewSupplier:
                Between($"{path}new_supplier.days", rule.NewSupplier.Days, 1, 1000, faults);
                break;
            case Kind.Route:
                Countries($"{path}route.usual_countries", rule.Route.UsualCountries, faults);
                break;
            case Kind.GrossMass:
                Between($"{path}gross_mass.above_percent", rule.GrossMass.AbovePercent, 101, PercentMax, faults);
                break;
            case Kind.UnitSlip:
                Between($"{path}unit_slip.factor", rule.UnitSlip.Factor, 10, 1_000_000, faults);
                break;
            case Kind.Random:
                Between($"{path}random.of_10000", rule.Random.Of10000, 1, 10_000, faults);
                break;
            case Kind.Assay:
                Between($"{path}assay.points", rule.Assay.Points, 1, 100, faults);
                break;
            case Kind.Goods:
                Check(rule.Goods, $"{path}goods.", faults);
                break;
            case Kind.None:
                faults.Add($"{path}kind", "", "REQUIRED", "", string.Join(", ",
                    RiskRule.Descriptor.Fields.InFieldNumberOrder().Select(field => field.Name)), "It has no rule.");
                break;
        }
    }

    private static void Check(GoodsRule rule, string path, Violations faults)
    {
        if (rule.GoodsCodes.Count + rule.Origins.Count == 0)
            faults.Add($"{path}goods_codes", "", "REQUIRED", "", "a goods code or an origin", "It selects nothing.");
        Count($"{path}goods_codes", rule.GoodsCodes.Count, faults);
        for (var at = 0; at < Math.Min(rule.GoodsCodes.Count, ListMax); at++)
        {
            if (rule.GoodsCodes[at] is not { Length: >= 2 and <= 8 } code || !code.All(char.IsAsciiDigit))
                faults.Add($"{path}goods_codes[{at}]", "18 09", "GOODS_CODE", rule.GoodsCodes[at], "2 to 8 digits",
                    "It is no beginning of a goods code.");
        }

        Countries($"{path}origins", rule.Origins, faults);
    }

    private static void Countries(string path, IReadOnlyList<string> countries, Violations faults)
    {
        Count(path, countries.Count, faults);
        for (var at = 0; at < Math.Min(countries.Count, ListMax); at++)
        {
            if (!Contracts.Identifiers.Countries.IsKnown(countries[at]))
                faults.Add($"{path}[{at}]", "", "COUNTRY", countries[at], "a code of ISO 3166-1 alpha-2",
                    "There is no such country.");
        }
    }

    private static void Count(string path, int count, Violations faults)
    {
        if (count > ListMax)
            faults.Add(path, "", "COUNT", $"{count}", $"at most {ListMax}", "There are too many.");
    }

    private static void Between(string path, int value, int min, int max, Violations faults)
    {
        if (value < min || value > max)
            faults.Add(path, "", "RANGE", $"{value}", $"{min} to {max}", "It is out of its range.");
    }
}
