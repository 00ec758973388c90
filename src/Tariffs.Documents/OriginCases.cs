using CrmClub.Contracts.Common.V1;
using CrmClub.Tariffs.Engine.Origin;
using Proto = CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>Questions of club origin, from documents and back.</summary>
public static class OriginCases
{
    private const int DepthMax = 8;
    private const int InputsMax = 1000;
    private const int ProcessesMax = 50;
    private const int GoodsCodeLengthMin = 6;
    private const int GoodsCodeLengthMax = 8;

    /// <summary>Adds every broken rule of a case.</summary>
    /// <param name="document">The case as sent.</param>
    /// <param name="all">Where they are added.</param>
    public static void Check(Proto.OriginCase document, ICollection<Violation> all)
    {
        var faults = new Faults(all);
        if (document.Club.Count == 0)
            faults.Add("club", "REQUIRED", "", "one country or more", "Without a club nothing has club origin.");
        for (var i = 0; i < document.Club.Count; i++)
        {
            faults.Country($"club[{i}].country", document.Club[i].Country);
            faults.Validity($"club[{i}].", document.Club[i].ValidFrom, document.Club[i].ValidTo);
        }

        faults.Day("export_day", document.ExportDay);
        if (document.Product is { } product)
            Check(product, "product", 1, faults);
        else
            faults.Add("product", "REQUIRED", "", "a product", "It is missing.");
        if (document.Proof is { } proof)
        {
            faults.Day("proof.day", proof.Day);
            faults.Day("proof.acceptance_day", proof.AcceptanceDay);
            if (proof.Kind != Proto.OriginProofKind.ImportersKnowledge && proof.Evidence.Length > 0)
                faults.Add("proof.evidence", "NOT_HERE", proof.Evidence, "nothing, for a statement",
                    "A statement is presented itself.");
        }

        for (var i = 0; i < (document.Carriage?.Transit.Count ?? 0); i++)
            faults.Country($"carriage.transit[{i}]", document.Carriage!.Transit[i]);
    }

    /// <summary>The answer to a checked case.</summary>
    public static Proto.OriginAnswer Answer(Proto.OriginCase document)
    {
        var club = document.Club
            .Select(one => new ClubCountry(one.Country, Wire.Validity(one.ValidFrom, one.ValidTo))).ToList();
        var exportDay = Wire.ParseDay(document.ExportDay);
        var answer = OriginDetermination.Determine(From(document.Product), club, exportDay);
        return new Proto.OriginAnswer
        {
            ClubOrigin = answer.IsClubOrigin,
            Country = answer.Country,
            By = answer.By,
            Rules = { answer.Rules.Select(one => new Proto.RuleFinding
            {
                Rule = one.Rule,
                Met = one.IsMet,
                Reason = one.Reason,
            }) },
            Inputs = { answer.Inputs.Select(one => new Proto.InputFinding
            {
                Path = one.Path,
                GoodsCode = one.GoodsCode,
                Value = Wire.Decimal(one.Value),
                Originates = one.Originates,
                Reason = one.Reason,
            }) },
            Obstacles = { Claim(document, exportDay).Obstacles().Select(one => (Proto.OriginObstacle)one) },
        };
    }

    private static void Check(Proto.Product product, string path, int depth, Faults faults)
    {
        if (depth > DepthMax)
        {
            faults.Add(path, "DEPTH", $"{depth}", $"at most {DepthMax}", "Too many products are made of each other.");
            return;
        }

        Code($"{path}.goods_code", product.GoodsCode, faults);
        faults.Country($"{path}.country", product.Country);
        CheckRule(product, path, faults);
        if (product.ExWorksPrice.Length > 0)
            faults.Positive($"{path}.ex_works_price", product.ExWorksPrice);
        if (product.FobPrice.Length > 0)
            faults.Positive($"{path}.fob_price", product.FobPrice);
        if (product.NetMassKg.Length > 0)
            faults.Positive($"{path}.net_mass_kg", product.NetMassKg);
        faults.Percent($"{path}.tolerance_percent", product.TolerancePercent);
        if (product.Inputs.Count == 0 && !product.Obtained)
            faults.Add($"{path}.inputs", "REQUIRED", "", "inputs, or obtained", "It is made of nothing.");
        Count($"{path}.inputs", product.Inputs.Count, InputsMax, faults);
        Count($"{path}.processes", product.Processes.Count, ProcessesMax, faults);
        for (var i = 0; i < product.Processes.Count; i++)
        {
            faults.Required($"{path}.processes[{i}].name", product.Processes[i].Name);
            faults.Country($"{path}.processes[{i}].country", product.Processes[i].Country);
        }

        for (var i = 0; i < Math.Min(product.Inputs.Count, InputsMax); i++)
            Check(product.Inputs[i], $"{path}.inputs[{i}]", depth, faults);
    }

    private static void Check(Proto.OriginInput input, string path, int depth, Faults faults)
    {
        Code($"{path}.goods_code", input.GoodsCode, faults);
        faults.Positive($"{path}.value", input.Value);
        if (input.NetMassKg.Length > 0)
            faults.Positive($"{path}.net_mass_kg", input.NetMassKg);
        faults.Country($"{path}.country", input.Country);
        if (input.Made is { } made)
            Check(made, $"{path}.made", depth + 1, faults);
    }

    // A figure that a rule measures by never counts as zero: without it nothing is decided.
    private static void CheckRule(Proto.Product product, string path, Faults faults)
    {
        if (product.Rule.Length == 0)
        {
            faults.Add($"{path}.rule", "PRODUCT_RULE", "", "a rule, or a tariff that has one for the code",
                $"It is missing, and no tariff gives one for {product.GoodsCode}.");
            return;
        }

        if (faults.OriginRule($"{path}.rule", product.Rule) is not { } rule)
            return;
        if (product.FobPrice.Length == 0
            && rule.Parts().Any(part => part is ValueContent or NonOriginatingMax { OfFreeOnBoard: true }))
            faults.Add($"{path}.fob_price", "REQUIRED", "", "a decimal above 0", $"{rule} measures by it.");
        if (product.ExWorksPrice.Length == 0
            && rule.Parts().Any(part => part is NonOriginatingMax { OfFreeOnBoard: false }))
            faults.Add($"{path}.ex_works_price", "REQUIRED", "", "a decimal above 0", $"{rule} measures by it.");
        var weights = rule.Parts().OfType<NonOriginatingWeight>().ToList();
        if (product.NetMassKg.Length == 0 && weights.Count > 0)
            faults.Add($"{path}.net_mass_kg", "REQUIRED", "", "a decimal above 0", $"{rule} measures by it.");
        foreach (var (index, input) in product.Inputs.Index())
        {
            if (input.NetMassKg.Length == 0 && weights.Exists(weight => weight.Weighs(input.GoodsCode)))
                faults.Add($"{path}.inputs[{index}].net_mass_kg", "REQUIRED", "", "a decimal above 0",
                    $"{rule} measures by it.");
        }
    }

    private static void Count(string field, int count, int max, Faults faults)
    {
        if (count > max)
            faults.Add(field, "COUNT", $"{count}", $"at most {max}", "These are too many.");
    }

    private static void Code(string field, string code, Faults faults)
    {
        if (code.Length is < GoodsCodeLengthMin or > GoodsCodeLengthMax || !code.All(char.IsAsciiDigit))
            faults.Add(field, "GOODS_CODE", code, $"{GoodsCodeLengthMin} to {GoodsCodeLengthMax} digits",
                $"'{code}' is no goods code.");
    }

    private static Product From(Proto.Product product)
    {
        OriginRule.TryParse(product.Rule, out var rule, out _);
        return new Product(
            product.GoodsCode,
            rule!,
            product.Country,
            product.Obtained,
            [.. product.Inputs.Select(input => new Input(
                input.GoodsCode,
                Wire.ParseDecimal(input.Value),
                input.Country,
                input.Proof,
                input.Made is { } made ? From(made) : null)
            {
                NetMassKg = Number(input.NetMassKg),
            })],
            [.. product.Processes.Select(process => new Process(process.Name, process.Country))])
        {
            ExWorksPrice = Number(product.ExWorksPrice),
            FreeOnBoardPrice = Number(product.FobPrice),
            NetMassKg = Number(product.NetMassKg),
            TolerancePercent = Number(product.TolerancePercent) ?? Product.TolerancePercentDefault,
        };
    }

    private static decimal? Number(string text) => text.Length == 0 ? null : Wire.ParseDecimal(text);

    private static PreferenceClaim Claim(Proto.OriginCase document, DateOnly exportDay) => new(
        document.Proof is { } proof ? Wire.ParseDay(proof.Day) : null,
        document.Proof is { } presented ? Wire.ParseDay(presented.AcceptanceDay) : exportDay,
        document.Carriage?.Altered ?? false,
        document.Carriage is { } carriage ? [.. carriage.Transit] : [],
        document.Carriage?.Evidence ?? "")
    {
        ImportersKnowledge = document.Proof is { Kind: Proto.OriginProofKind.ImportersKnowledge } known
            ? known.Evidence : null,
    };
}
