using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;
using CountryGroup = CrmClub.Tariffs.Engine.CountryGroup;
using CountryGroupMember = CrmClub.Tariffs.Engine.CountryGroupMember;
using Measure = CrmClub.Contracts.Tariffs.V1.Measure;

namespace CrmClub.Tariffs.Documents;

/// <summary>TARIC's rules on what is named twice, or in vain; <see cref="MeasureCheck"/> holds the rest.</summary>
internal sealed class TaricRules
{
    private readonly Faults _faults;
    private readonly Dictionary<string, CountryGroup> _groups = [];

    private TaricRules(TariffDocument document, Faults faults)
    {
        _faults = faults;
        foreach (var group in document.Groups)
        {
            // Days that are none are a fault elsewhere.
            _groups.TryAdd(group.Id, new CountryGroup(group.Id, group.NameEn, [.. group.Members
                .Where(member => ValidityOf(member.ValidFrom, member.ValidTo) is not null)
                .Select(member => new CountryGroupMember(
                    member.Country, Wire.Validity(member.ValidFrom, member.ValidTo)))]));
        }
    }

    public static void Check(TariffDocument document, Faults faults)
    {
        var rules = new TaricRules(document, faults);
        foreach (var (index, measure) in document.Measures.Index())
            rules.Check(measure, $"measures[{index}].");
        rules.CheckGroups(document);
    }

    private void Check(Measure measure, string path)
    {
        HashSet<string> origins = [];
        foreach (var (index, excluded) in measure.ExcludedOrigins.Index())
        {
            var field = $"{path}excluded_origins[{index}]";
            if (!origins.Add(excluded))
                _faults.Add(field, "ME68", excluded, "each once", $"'{excluded}' is excluded twice.");
            // Any country may come to be of the club, and leave it.
            else if (excluded is CountryGroup.Club or CountryGroup.Acceding)
                continue;
            else if (Countries.Contains(measure.Origin))
                _faults.Add(field, "ME65", excluded, "none, or CLUB", "Only a group has countries to leave out.");
            else if (!IsPartOf(excluded, measure.Origin))
                _faults.Add(field, "ME66", excluded, $"a country of {measure.Origin}",
                    $"{excluded} is not in {measure.Origin}: there is nothing to exclude.");
        }

        CheckDocument(measure.RequiredDocument, path + "required_document");
        CheckConditions(measure, path);
        HashSet<string> footnotes = [];
        foreach (var (index, footnote) in measure.Footnotes.Index())
        {
            if (!footnotes.Add(footnote))
                _faults.Add($"{path}footnotes[{index}]", "ME70", footnote, "each once", "It stands there twice.");
        }
    }

    private void CheckConditions(Measure measure, string path)
    {
        HashSet<(string, string)> documents = [];
        foreach (var (index, line) in measure.Conditions.Index())
        {
            if (line.Document.Length > 0 && !documents.Add((line.Code, line.Document)))
                _faults.Add($"{path}conditions[{index}].document", "ME58", line.Document, "each once for a code",
                    $"Condition {line.Code} names {line.Document} twice.");
            CheckDocument(line.Document, $"{path}conditions[{index}].document");
        }
    }

    // Others than the club's own are the administrations' to know.
    private void CheckDocument(string code, string field)
    {
        if (DocumentCodes.IsUnknown(code))
            _faults.Add(field, "ME56", code, "9CRM, 9CRO, 9CRW, 9CRA, 9CRF, or a code of the administrations",
                $"The club has no document {code}: nobody could present it.");
    }

    private bool IsPartOf(string excluded, string origin)
    {
        if (origin == CountryGroup.All)
            return excluded != CountryGroup.All;
        // Who is in the club, and what is no group at all, is not told by the document.
        if (!_groups.TryGetValue(origin, out var group))
            return true;
        if (_groups.TryGetValue(excluded, out var part))
            return part.Members.Any(one => group.Members.Any(other => other.Country == one.Country));
        // What is neither country nor group breaks ME4 already.
        return Countries.Contains(excluded)
            ? group.Members.Any(member => member.Country == excluded)
            : excluded != CountryGroup.All;
    }

    // A country in two groups would have two measures of one kind, and nothing says which.
    private void CheckGroups(TariffDocument document)
    {
        var ofGroups = document.Measures.Index().Where(one => _groups.ContainsKey(one.Item.Origin))
            .Select(one => (one.Index, Measure: one.Item, Valid: ValidityOf(one.Item.ValidFrom, one.Item.ValidTo)))
            .Where(one => one.Valid is not null)
            .GroupBy(one => Kind(one.Measure));
        foreach (var (later, earlier) in ofGroups.SelectMany(same => same.SelectMany(
            (one, place) => same.Take(place).Select(other => (one, other)))))
        {
            if (later.Measure.Origin == earlier.Measure.Origin || !later.Valid!.Value.Overlaps(earlier.Valid!.Value))
                continue;
            var both = _groups[later.Measure.Origin].Members.FirstOrDefault(one =>
                !later.Measure.ExcludedOrigins.Contains(one.Country)
                && !earlier.Measure.ExcludedOrigins.Contains(one.Country)
                && one.Valid.Overlaps(later.Valid.Value) && one.Valid.Overlaps(earlier.Valid.Value)
                && _groups[earlier.Measure.Origin].Members.Any(other =>
                    other.Country == one.Country && other.Valid.Overlaps(one.Valid)));
            if (both is not null)
            {
                _faults.Add($"measures[{later.Index}].origin", "ME32", later.Measure.Origin,
                    $"a group that shares no country with {earlier.Measure.Origin}, or exclusions",
                    $"{later.Measure.Id} and {earlier.Measure.Id} would both apply to goods of {both.Country}.");
            }
        }
    }

    /// <summary>What it is beside its origin and days: the same measure but for these.</summary>
    private static Measure Kind(Measure measure)
    {
        var kind = measure.Clone();
        (kind.Id, kind.Origin, kind.ValidFrom, kind.ValidTo, kind.ReviewBy, kind.LegalBase) = ("", "", "", "", "", "");
        kind.Expression = measure.Type == Contracts.Tariffs.V1.MeasureType.PriceFloor
            ? kind.Expression.Split(' ').LastOrDefault("") : "";
        kind.ExcludedOrigins.Clear();
        kind.Conditions.Clear();
        kind.Footnotes.Clear();
        return kind;
    }

    private static Validity? ValidityOf(string from, string to) =>
        Wire.TryDay(from, out var first) && (to.Length == 0 || (Wire.TryDay(to, out var end) && end > first))
            ? Wire.Validity(from, to) : null;
}
