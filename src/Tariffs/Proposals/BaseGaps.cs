using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Tariffs.Proposals;

/// <summary>Days on which a line in scope would have no base duty, though it had one.</summary>
internal static class BaseGaps
{
    /// <summary>One fault for each line.</summary>
    public static IEnumerable<Violation> Of(Candidate candidate, TariffDocument before)
    {
        var bases = Bases(candidate.Document);
        var former = Bases(before);
        DateOnly[] turns = [candidate.From, .. bases.Select(one => one.Valid.To).OfType<DateOnly>()
            .Where(day => day > candidate.From).Distinct().Order()];
        foreach (var line in candidate.Document.Lines)
        {
            foreach (var day in turns.Where(day => IsOpen(bases, line, day) && !IsOpen(former, line, day)).Take(1))
            {
                yield return new Violation
                {
                    Field = candidate.Ended.FirstOrDefault(
                        one => line.GoodsCode.StartsWith(one.Measure.GoodsCode, StringComparison.Ordinal)).Field
                        ?? "content",
                    Rule = "GAP",
                    Value = line.GoodsCode,
                    Accepted = "a base duty on every day",
                    Message = $"{line.GoodsCode} would have no base duty from {Wire.Day(day)} on.",
                };
            }
        }
    }

    /// <summary>Whether it binds whatever is declared: no choice, destination or condition decides.</summary>
    public static bool BindsAll(Measure measure) =>
        measure.AdditionalCode.Length == 0 && measure.Destinations.Count == 0 && measure.Conditions.Count == 0;

    private static (string Code, Engine.Validity Valid)[] Bases(TariffDocument document) =>
        [.. document.Measures
            .Where(measure => measure.Type == MeasureType.Base && measure.Origin == Engine.CountryGroup.All
                && BindsAll(measure))
            .Select(measure => (measure.GoodsCode, Wire.Validity(measure.ValidFrom, measure.ValidTo)))];

    private static bool IsOpen((string Code, Engine.Validity Valid)[] bases, ClubLine line, DateOnly day) =>
        !bases.Any(one => line.GoodsCode.StartsWith(one.Code, StringComparison.Ordinal) && one.Valid.Covers(day));
}
