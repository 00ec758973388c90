using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using CertificateLevel = CrmClub.Contracts.Tariffs.V1.CertificateLevel;
using CountryGroup = CrmClub.Tariffs.Engine.CountryGroup;
using Measure = CrmClub.Contracts.Tariffs.V1.Measure;
using MeasureType = CrmClub.Contracts.Tariffs.V1.MeasureType;

namespace CrmClub.Tariffs.Documents;

/// <summary>Rules of a tariff document's measures; rules that TARIC has bear its names.</summary>
internal sealed class MeasureCheck
{
    private readonly Faults _faults;
    private readonly HsEdition _edition;
    private readonly HashSet<string> _origins;
    private readonly HashSet<string> _contents;
    private readonly Dictionary<string, List<(string Id, Validity Valid)>> _ranges = [];

    private MeasureCheck(TariffDocument document, Faults faults)
    {
        _faults = faults;
        _edition = HarmonizedSystem.Editions.Named(document.Nomenclature) ?? HarmonizedSystem.Editions.Newest;
        _origins =
            [CountryGroup.All, CountryGroup.Club, CountryGroup.Acceding, .. document.Groups.Select(group => group.Id)];
        _contents = [.. document.Materials.SelectMany(material => new[] { material.Code, material.Oxide })];
    }

    public static void Check(TariffDocument document, Faults faults)
    {
        var check = new MeasureCheck(document, faults);
        CheckExclusions(document, faults);
        HashSet<string> ids = [];
        for (var index = 0; index < document.Measures.Count; index++)
        {
            var measure = document.Measures[index];
            var path = $"measures[{index}].";
            faults.Required(path + "id", measure.Id);
            faults.Unique(path + "id", measure.Id, ids);
            check.CheckScope(measure, path);
            check.CheckRequirements(measure, path);
            new ConditionCheck(measure, faults, check.CheckContents).Check(path);
            var content = check.CheckExpression(measure, path);
            check.CheckValidity(measure, path, content);
        }
    }

    private void CheckScope(Measure measure, string path)
    {
        var code = measure.GoodsCode;
        if (code.Length is < 2 or > 8 || !code.All(char.IsAsciiDigit))
        {
            _faults.Add(path + "goods_code", code.Length == 0 ? "ME9" : "GOODS_CODE", code, "2 to 8 digits",
                $"'{code}' is no code of 2 to 8 digits.");
        }
        else if (!_edition.Contains(code.AsSpan(0, Math.Min(code.Length, 6) / 2 * 2)))
        {
            _faults.Add(path + "goods_code", "ME6", code, $"a code of {_edition.Name} or under one",
                $"{code} is not in {_edition.Name}.");
        }

        CheckOrigin(measure.Origin, path + "origin");
        for (var index = 0; index < measure.ExcludedOrigins.Count; index++)
            CheckOrigin(measure.ExcludedOrigins[index], $"{path}excluded_origins[{index}]");
        HashSet<string> destinations = [];
        for (var index = 0; index < measure.Destinations.Count; index++)
        {
            var (field, destination) = ($"{path}destinations[{index}]", measure.Destinations[index]);
            if (destination.Length != 2 || !destination.All(char.IsAsciiLetterUpper))
            {
                _faults.Add(field, "DESTINATION", destination, "a party or an administration, two capital letters",
                    $"'{destination}' is neither party nor administration.");
            }

            _faults.Unique(field, destination, destinations);
        }

        if (measure.AdditionalCode.Length > 0)
            _faults.Code(path + "additional_code", measure.AdditionalCode);
    }

    private void CheckOrigin(string origin, string path)
    {
        if (!Countries.Contains(origin) && !_origins.Contains(origin))
        {
            _faults.Add(path, "ME4", origin,
                "a country by ISO 3166-1 alpha-2, a group of the document, CLUB, ACCEDING or ALL",
                $"'{origin}' is neither country nor group.");
        }
    }

    private void CheckRequirements(Measure measure, string path)
    {
        _faults.Specified(path + "type", measure.Type);
        var certified = measure.Type == MeasureType.CertifiedSupplier;
        if (certified)
            _faults.Specified(path + "certificate_level", measure.CertificateLevel);
        else if (measure.CertificateLevel != CertificateLevel.Unspecified)
        {
            _faults.Add(path + "certificate_level", "LEVEL_OF_TYPE", measure.CertificateLevel.ToString(), "none",
                "Only a certified-supplier preference depends on a certificate's level.");
        }

        var phaseIn = measure.Type == MeasureType.PhaseIn;
        if (phaseIn != (measure.Origin == CountryGroup.Acceding))
        {
            _faults.Add(path + "origin", "ORIGIN_OF_TYPE", measure.Origin,
                phaseIn ? CountryGroup.Acceding : $"another than {CountryGroup.Acceding}",
                "A phase-in is for goods of parties that accede, and nothing else is.");
        }

        var rule = Rule(measure);
        var document = measure.RequiredDocument;
        var additive = rule.Combination == Combination.Additive;
        if (document.Length > 0 ? additive || document.Length != 4 : certified || phaseIn)
        {
            _faults.Add(path + "required_document", "DOCUMENT_OF_TYPE", document,
                additive ? "none, as what is added is not asked for" : "a code of four characters",
                $"'{document}' can't be the document of this type of measure.");
        }

        var quota = measure.Type == MeasureType.TariffQuota;
        if (quota)
            _faults.OrderNumber(path + "order_number", measure.OrderNumber);
        if (quota ? document.Length > 0 : measure.OrderNumber.Length > 0)
        {
            _faults.Add(path + (quota ? "required_document" : "order_number"), "REQUEST_OF_TYPE",
                quota ? document : measure.OrderNumber, "none",
                "A tariff quota, and nothing else, is asked for by its order number; documents are conditions.");
        }

        if (measure.Type == MeasureType.Restriction && document.Length == 0 && measure.Conditions.Count == 0)
        {
            _faults.Add(path + "conditions", "RESTRICTION", "", "conditions, or a required document",
                "A restriction says what allows the goods; without that it is a prohibition.");
        }
    }

    private static MeasureTypeRule Rule(Measure measure) =>
        (Enum.IsDefined(measure.Type) ? (Engine.MeasureType)measure.Type : Engine.MeasureType.None).Rule();

    /// <summary>The contained material of a floor; empty otherwise.</summary>
    private string CheckExpression(Measure measure, string path)
    {
        path += "expression";
        if (Rule(measure).Combination == Combination.Control)
        {
            if (measure.Expression.Length > 0)
            {
                _faults.Add(path, "EXPRESSION_OF_TYPE", measure.Expression, "none",
                    $"A {Rule(measure).Name} bears no duty.");
            }

            return "";
        }

        if (!DutyExpression.TryParse(measure.Expression, out var expression, out var error))
        {
            _faults.Add(path, "EXPRESSION", measure.Expression, error.Expected, $"In {error}.");
            return "";
        }

        if (expression is PriceFloor != (measure.Type == MeasureType.PriceFloor))
        {
            _faults.Add(path, "EXPRESSION_OF_TYPE", measure.Expression,
                measure.Type == MeasureType.PriceFloor ? "FLOOR" : "a duty",
                "FLOOR belongs to the price-floor levy, and only to it.");
        }

        if (expression is ShareOfBase != (measure.Type == MeasureType.PhaseIn))
        {
            _faults.Add(path, "EXPRESSION_OF_TYPE", measure.Expression,
                measure.Type == MeasureType.PhaseIn ? "SHARE OF BASE" : "a duty of its own",
                "SHARE OF BASE belongs to the phase-in, and only to it.");
        }

        if (expression is SurchargeOnBase && measure.Type == MeasureType.Base)
        {
            _faults.Add(path, "EXPRESSION_OF_TYPE", measure.Expression, "a duty of its own",
                "BASE is the base duty, which can't rest on itself.");
        }

        CheckContents(path, measure.Expression, Specifics(expression).Select(specific => specific.Unit));
        return expression is PriceFloor floor ? floor.Price.Unit.Of : "";
    }

    private void CheckContents(string path, string text, IEnumerable<DutyUnit> units)
    {
        foreach (var unit in units.Where(unit => unit.IsContent && !_contents.Contains(unit.Of)))
        {
            _faults.Add(path, "CONTENT_UNIT", text, "a material of the document or its oxide",
                $"'{unit.Of}' is neither a material of the document nor its oxide.");
        }
    }

    private void CheckValidity(Measure measure, string path, string content)
    {
        if (measure.ReviewBy.Length > 0)
            _faults.Day(path + "review_by", measure.ReviewBy);
        if (_faults.Validity(path, measure.ValidFrom, measure.ValidTo, "ME25") is not { } valid)
            return;
        var key = string.Join('|', measure.Type, measure.GoodsCode, measure.Origin, measure.RequiredDocument,
            measure.CertificateLevel, content, measure.AdditionalCode, measure.OrderNumber,
            string.Join(' ', measure.Destinations.Order(StringComparer.Ordinal)));
        if (!_ranges.TryGetValue(key, out var others))
            _ranges.Add(key, others = []);
        foreach (var other in others.Where(other => other.Valid.Overlaps(valid)))
        {
            _faults.Add(path + "valid_from", "ME32", measure.ValidFrom, $"days on which {other.Id} is not in force",
                $"{measure.Id} and {other.Id} are of one type for one code and origin, and overlap in time.");
        }

        others.Add((measure.Id, valid));
    }

    private static void CheckExclusions(TariffDocument document, Faults faults)
    {
        HashSet<(MeasureType, MeasureType)> pairs = [];
        for (var index = 0; index < document.Exclusions.Count; index++)
        {
            var (path, one) = ($"exclusions[{index}].", document.Exclusions[index]);
            faults.Specified(path + "applied", one.Applied);
            faults.Specified(path + "excluded", one.Excluded);
            if (!Enum.IsDefined(one.Excluded) || !((Engine.MeasureType)one.Excluded).IsAdditive())
            {
                faults.Add(path + "excluded", "ADDITIVE_TYPE", one.Excluded.ToString(), "an additive type",
                    "Only what is added can be left out.");
            }

            if (one.Applied == one.Excluded || pairs.Contains((one.Excluded, one.Applied))
                || !pairs.Add((one.Applied, one.Excluded)))
            {
                faults.Add(path + "applied", "UNIQUE", one.Applied.ToString(), "each pair once and in one direction",
                    "Two types can't leave out each other.");
            }
        }
    }

    /// <summary>Its amounts per unit, on either side.</summary>
    public static IEnumerable<SpecificDuty> Specifics(DutyExpression expression) => expression switch
    {
        PriceFloor floor => [floor.Price],
        SurchargeOnBase { Surcharge: { } surcharge } => surcharge.Specifics,
        Duty duty => new[] { duty.Sum, duty.AtLeast, duty.AtMost }.SelectMany(sum => sum?.Specifics ?? []),
        _ => [],
    };
}
