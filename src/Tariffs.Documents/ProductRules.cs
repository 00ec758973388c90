using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Tariffs.Documents;

/// <summary>What goods must meet to originate in the club, by their codes.</summary>
public static class ProductRules
{
    /// <summary>Gives each product of a case that names no rule the tariff's of the day of export, with its
    /// tolerance; one for which the tariff has none stays without.</summary>
    /// <param name="question">The case; its products are completed in place.</param>
    /// <param name="tariff">A sound tariff document.</param>
    public static void Apply(OriginCase question, TariffDocument tariff)
    {
        if (question.Product is { } product && Wire.TryDay(question.ExportDay, out var day))
            Apply(product, tariff, day);
    }

    internal static void Check(TariffDocument document, Faults faults)
    {
        var edition = HarmonizedSystem.Editions.Named(document.Nomenclature) ?? HarmonizedSystem.Editions.Newest;
        Dictionary<string, List<Validity>> ranges = [];
        for (var index = 0; index < document.ProductRules.Count; index++)
        {
            var (rule, path) = (document.ProductRules[index], $"product_rules[{index}].");
            CheckCode(rule.GoodsCode, edition, path + "goods_code", faults);
            faults.OriginRule(path + "rule", rule.Rule);
            faults.Percent(path + "tolerance_percent", rule.TolerancePercent);
            faults.Required(path + "legal_base", rule.LegalBase);
            if (faults.Validity(path, rule.ValidFrom, rule.ValidTo) is not { } valid)
                continue;
            var others = ranges.TryGetValue(rule.GoodsCode, out var known) ? known : ranges[rule.GoodsCode] = [];
            if (others.Exists(valid.Overlaps))
            {
                faults.Add(path + "valid_from", "PRODUCT_RULE_OVERLAP", rule.ValidFrom, "one rule of a code on a day",
                    $"{rule.GoodsCode} has another rule on some of these days.");
            }

            others.Add(valid);
        }
    }

    private static void CheckCode(string code, HsEdition edition, string field, Faults faults)
    {
        if (code.Length is < 2 or > 8 || !code.All(char.IsAsciiDigit))
        {
            faults.Add(field, "GOODS_CODE", code, "2 to 8 digits", $"'{code}' is no code of 2 to 8 digits.");
        }
        else if (!edition.Contains(code.AsSpan(0, Math.Min(code.Length, 6) / 2 * 2)))
        {
            faults.Add(field, "GOODS_CODE", code, $"a code of {edition.Name} or under one",
                $"{code} is not in {edition.Name}.");
        }
    }

    private static void Apply(Product product, TariffDocument tariff, DateOnly day)
    {
        if (product.Rule.Length == 0 && Find(tariff, product.GoodsCode, day) is { } found)
        {
            product.Rule = found.Rule;
            if (product.TolerancePercent.Length == 0)
                product.TolerancePercent = found.TolerancePercent;
        }

        foreach (var made in product.Inputs.Select(input => input.Made).OfType<Product>())
            Apply(made, tariff, day);
    }

    private static ProductRule? Find(TariffDocument tariff, string code, DateOnly day) => tariff.ProductRules
        .Where(rule => code.StartsWith(rule.GoodsCode, StringComparison.Ordinal)
            && Wire.Validity(rule.ValidFrom, rule.ValidTo).Covers(day))
        .MaxBy(rule => rule.GoodsCode.Length);
}
