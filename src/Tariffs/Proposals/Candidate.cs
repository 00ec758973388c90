using System.Globalization;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Tariffs.Proposals;

/// <summary>A measure that a proposal brings.</summary>
/// <param name="Measure">As it would stand in the tariff.</param>
/// <param name="Field">Where it stands in the proposal.</param>
/// <param name="Amended">The measure whose place it takes; null for an addition.</param>
internal sealed record BroughtMeasure(Measure Measure, string Field, Measure? Amended);

/// <summary>The tariff as it would be from a day on: a version with a proposal's measures.</summary>
/// <param name="From">First day on which it counts.</param>
/// <param name="Document">All of it: what stays comes first, then what is brought.</param>
/// <param name="Brought">What is new in it, in its order.</param>
/// <param name="Ended">The measures of the base that end, as they stand there, each with its field.</param>
/// <param name="KeptQuotas">How many quotas stay as they are; those of the proposal follow.</param>
internal sealed record Candidate(
    DateOnly From,
    TariffDocument Document,
    IReadOnlyList<BroughtMeasure> Brought,
    IReadOnlyList<(Measure Measure, string Field)> Ended,
    int KeptQuotas)
{
    private const string Content = "content";

    /// <summary>Puts it together; what can't be is noted, and left out.</summary>
    /// <param name="content">The proposal.</param>
    /// <param name="tariff">The tariff that it changes.</param>
    /// <param name="from">First day on which it counts.</param>
    /// <param name="ids">Ids that measures of any version have had.</param>
    /// <param name="faults">Where faults are noted.</param>
    public static Candidate Of(
        ProposalContent content, TariffDocument tariff, DateOnly from, IReadOnlySet<string> ids, Violations faults)
    {
        var ended = Ends(content, tariff, from, faults);
        var names = new MeasureNames(ids);
        var brought = Brings(content, ended, names, from, faults).ToList();

        var document = tariff.Clone();
        document.Title = content.Title;
        ProposedGroups.Put(content, document);
        document.Measures.Clear();
        var ending = ended.Select(one => one.Measure.Id).ToHashSet();
        foreach (var measure in tariff.Measures)
        {
            if (!ending.Contains(measure.Id))
                document.Measures.Add(measure.Clone());
            else if (Wire.ParseDay(measure.ValidFrom) < from)
                document.Measures.Add(new Measure(measure) { ValidTo = Wire.Day(from) });
        }

        document.Measures.Add(brought.Select(one => one.Measure));
        var stated = content.Quotas.Select(quota => quota.OrderNumber).ToHashSet();
        var kept = document.Quotas.Where(quota => !stated.Contains(quota.OrderNumber)).ToList();
        document.Quotas.Clear();
        document.Quotas.Add(kept);
        document.Quotas.Add(content.Quotas.Select(quota => quota.Clone()));
        return new Candidate(from, document, brought, ended, kept.Count);
    }

    /// <summary>Every fault that the document has, at the place of the proposal that it comes from.</summary>
    public IEnumerable<Contracts.Common.V1.Violation> Faults()
    {
        var first = Document.Measures.Count - Brought.Count;
        foreach (var fault in TariffDocuments.Check(Document))
        {
            var end = fault.Field.IndexOf("].", StringComparison.Ordinal);
            if (fault.Field.StartsWith("measures[", StringComparison.Ordinal) && end > 0
                && int.Parse(fault.Field["measures[".Length..end], CultureInfo.InvariantCulture) is var place
                && place >= first)
                fault.Field = Brought[place - first].Field + fault.Field[(end + 1)..];
            if (fault.Field.StartsWith("quotas[", StringComparison.Ordinal) && end > 0
                && int.Parse(fault.Field["quotas[".Length..end], CultureInfo.InvariantCulture) is var quota
                && quota >= KeptQuotas)
                fault.Field = $"{Content}.quotas[{quota - KeptQuotas}]{fault.Field[(end + 1)..]}";
            if (fault.Rule == "ME4")
                fault.Accepted = ProposedGroups.Accepted;
            yield return fault;
        }
    }

    private static List<(Measure Measure, string Field)> Ends(
        ProposalContent content, TariffDocument tariff, DateOnly from, Violations faults)
    {
        var named = content.Amendments.Select((one, place) => (one.Id, Field: $"{Content}.amendments[{place}].id"))
            .Concat(content.Ends.Select((id, place) => (Id: id, Field: $"{Content}.ends[{place}]")));
        var known = tariff.Measures.ToDictionary(measure => measure.Id);
        var ended = new List<(Measure, string)>();
        foreach (var (id, field) in named)
        {
            if (!known.TryGetValue(id, out var measure))
                faults.Add(field, "", "MEASURE", id, "id of a measure of the base version",
                    $"The tariff has no measure '{id}', or it stands in the proposal twice.");
            else if (measure.ValidTo.Length > 0 && Wire.ParseDay(measure.ValidTo) <= from)
                faults.Add(field, "", "IN_FORCE", id, "a measure that is in force on the effective day or later",
                    $"{id} ends on its own before {Wire.Day(from)}.");
            else
                ended.Add((measure, field));
            known.Remove(id);
        }

        return ended;
    }

    private static IEnumerable<BroughtMeasure> Brings(
        ProposalContent content, List<(Measure Measure, string Field)> ended, MeasureNames names, DateOnly from,
        Violations faults)
    {
        foreach (var (place, amendment) in content.Amendments.Index())
        {
            var field = $"{Content}.amendments[{place}].measure";
            var amended = ended.FirstOrDefault(one => one.Field == $"{Content}.amendments[{place}].id").Measure;
            var measure = Filled(amendment.Measure, content, from, field, amendment.Id, faults);
            measure.Id = names.Next(amendment.Id);
            yield return new(measure, field, amended);
        }

        foreach (var (place, addition) in content.Additions.Index())
        {
            var field = $"{Content}.additions[{place}]";
            var measure = Filled(addition, content, from, field, "", faults);
            measure.Id = names.Next();
            yield return new(measure, field, null);
        }
    }

    private static Measure Filled(
        Measure? given, ProposalContent content, DateOnly from, string field, string amended, Violations faults)
    {
        var measure = given?.Clone() ?? new Measure();
        if (measure.Id.Length > 0 && measure.Id != amended)
            faults.Add($"{field}.id", "", "GIVEN_BY_CLUB", measure.Id, "nothing", "The club gives the id.");
        if (measure.ValidFrom.Length == 0)
            measure.ValidFrom = Wire.Day(from);
        else if (Wire.TryDay(measure.ValidFrom, out var first) && first < from)
            faults.Add($"{field}.valid_from", "", "EFFECTIVE_DAY", measure.ValidFrom, $"{Wire.Day(from)} or later",
                "The measure begins before the proposal does.");
        if (measure.LegalBase.Length == 0)
            measure.LegalBase = content.LegalBase;
        return measure;
    }
}
