using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using CertificateLevel = CrmClub.Contracts.Tariffs.V1.CertificateLevel;
using Measure = CrmClub.Contracts.Tariffs.V1.Measure;
using MeasureType = CrmClub.Contracts.Tariffs.V1.MeasureType;
using Origins = CrmClub.Tariffs.Engine.CountryGroup;

namespace CrmClub.Tariffs.Proposals;

/// <summary>
/// Whether any duty may become higher by a proposal. Where that depends on the goods, it may: traders are warned rather
/// once too often.
/// </summary>
internal static class DutyRise
{
    /// <param name="candidate">A sound one.</param>
    /// <param name="before">The tariff that it changes.</param>
    public static bool IsPossible(Candidate candidate, TariffDocument before) =>
        ProposedGroups.AreOthers(candidate.Document, before)
        || candidate.Brought.Any(one => MayRaise(one.Measure, candidate, before))
        || candidate.Ended.Any(one => MayRaiseByEnding(one.Measure, candidate));

    // A preference costs nothing more.
    private static bool MayRaise(Measure brought, Candidate candidate, TariffDocument before) => brought.Type switch
    {
        _ when IsAdditive(brought) => !candidate.Ended.Any(one => GoesOn(brought, one.Measure, candidate.From)),
        MeasureType.Base => !IsAtMost(
            brought, Covering(before, brought.GoodsCode, brought.Origin, Wire.ParseDay(brought.ValidFrom))),
        _ => false,
    };

    // What ends gives way to a base duty that is shorter or newer; a levy gives way to nothing.
    private static bool MayRaiseByEnding(Measure ended, Candidate candidate) => ended.Type switch
    {
        _ when IsAdditive(ended) || Rule(ended).Combination == Combination.Control => false,
        MeasureType.Base =>
            Covering(candidate.Document, ended.GoodsCode, ended.Origin, Later(ended, candidate.From)) is { } next
            && !IsAtMost(next, ended),
        _ => !candidate.Brought.Any(one => GoesOn(one.Measure, ended, candidate.From)),
    };

    private static DateOnly Later(Measure measure, DateOnly from) =>
        Wire.ParseDay(measure.ValidFrom) is var begin && begin > from ? begin : from;

    /// <summary>Whether what ends goes on as it was, or costs less.</summary>
    private static bool GoesOn(Measure next, Measure ended, DateOnly from) =>
        Key(next) == Key(ended)
        && next.Destinations.Equals(ended.Destinations) && next.Conditions.Equals(ended.Conditions)
        && Wire.ParseDay(next.ValidFrom) <= Later(ended, from)
        && (IsAdditive(next) || LastsAsLong(next, ended))
        && (IsAdditive(next)
            ? ended.ExcludedOrigins.All(next.ExcludedOrigins.Contains)
            : next.ExcludedOrigins.All(ended.ExcludedOrigins.Contains))
        && ExpressionOrder.IsAtMost(
            DutyExpression.Parse(next.Expression), DutyExpression.Parse(ended.Expression));

    private static (MeasureType, string, string, string, CertificateLevel, string, string) Key(Measure measure) =>
        (measure.Type, measure.GoodsCode, measure.Origin, measure.RequiredDocument, measure.CertificateLevel,
            measure.AdditionalCode, measure.OrderNumber);

    private static MeasureTypeRule Rule(Measure measure) => ((Engine.MeasureType)measure.Type).Rule();

    private static bool IsAdditive(Measure measure) => Rule(measure).Combination == Combination.Additive;

    private static bool LastsAsLong(Measure next, Measure ended) =>
        next.ValidTo.Length == 0
        || (ended.ValidTo.Length > 0 && Wire.ParseDay(next.ValidTo) >= Wire.ParseDay(ended.ValidTo));

    /// <summary>The base duty of a code and origin on a day: the longest code, then what names the origin.</summary>
    private static Measure? Covering(TariffDocument document, string code, string origin, DateOnly day) =>
        document.Measures
            .Where(measure => measure.Type == MeasureType.Base && BaseGaps.BindsAll(measure)
                && code.StartsWith(measure.GoodsCode, StringComparison.Ordinal)
                && (measure.Origin == origin || measure.Origin == Origins.All)
                && Wire.Validity(measure.ValidFrom, measure.ValidTo).Covers(day))
            .OrderByDescending(measure => measure.GoodsCode.Length)
            .ThenByDescending(measure => measure.Origin == origin)
            .FirstOrDefault();

    // With conditions of its own the duty depends on the goods.
    private static bool BindsSame(Measure after, Measure? before) => after.Conditions.Count == 0
        || (before is not null && after.Conditions.Equals(before.Conditions));

    private static bool IsAtMost(Measure after, Measure? before) =>
        BindsSame(after, before) && (before?.ExcludedOrigins ?? []).All(after.ExcludedOrigins.Contains)
        && ExpressionOrder.IsAtMost(
            DutyExpression.Parse(after.Expression),
            before is null ? new FreeDuty() : DutyExpression.Parse(before.Expression));
}
