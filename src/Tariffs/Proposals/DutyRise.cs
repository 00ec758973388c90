using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine.Expressions;
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
        candidate.Brought.Any(one => MayRaise(one.Measure, candidate, before))
        || candidate.Ended.Any(one => MayRaiseByEnding(one.Measure, candidate));

    // A preference costs nothing more.
    private static bool MayRaise(Measure brought, Candidate candidate, TariffDocument before) => brought.Type switch
    {
        MeasureType.PriceFloor => !candidate.Ended.Any(one => GoesOn(brought, one.Measure, candidate.From)),
        MeasureType.Base => !IsAtMost(
            brought, Covering(before, brought.GoodsCode, brought.Origin, Wire.ParseDay(brought.ValidFrom))),
        _ => false,
    };

    // What ends gives way to a base duty that is shorter or newer; a levy gives way to nothing.
    private static bool MayRaiseByEnding(Measure ended, Candidate candidate) => ended.Type switch
    {
        MeasureType.PriceFloor => false,
        MeasureType.Base =>
            Covering(candidate.Document, ended.GoodsCode, ended.Origin, Later(ended, candidate.From)) is { } next
            && !IsAtMost(next, ended),
        _ => !candidate.Brought.Any(one => GoesOn(one.Measure, ended, candidate.From)),
    };

    private static DateOnly Later(Measure measure, DateOnly from) =>
        Wire.ParseDay(measure.ValidFrom) is var begin && begin > from ? begin : from;

    /// <summary>Whether what ends goes on as it was, or costs less.</summary>
    private static bool GoesOn(Measure next, Measure ended, DateOnly from) =>
        (next.Type, next.GoodsCode, next.Origin, next.RequiredDocument, next.CertificateLevel)
            == (ended.Type, ended.GoodsCode, ended.Origin, ended.RequiredDocument, ended.CertificateLevel)
        && Wire.ParseDay(next.ValidFrom) <= Later(ended, from)
        && (next.Type == MeasureType.PriceFloor || LastsAsLong(next, ended))
        && (next.Type == MeasureType.PriceFloor
            ? ended.ExcludedOrigins.All(next.ExcludedOrigins.Contains)
            : next.ExcludedOrigins.All(ended.ExcludedOrigins.Contains))
        && ExpressionOrder.IsAtMost(
            DutyExpression.Parse(next.Expression), DutyExpression.Parse(ended.Expression));

    private static bool LastsAsLong(Measure next, Measure ended) =>
        next.ValidTo.Length == 0
        || (ended.ValidTo.Length > 0 && Wire.ParseDay(next.ValidTo) >= Wire.ParseDay(ended.ValidTo));

    /// <summary>The base duty of a code and origin on a day: the longest code, then what names the origin.</summary>
    private static Measure? Covering(TariffDocument document, string code, string origin, DateOnly day) =>
        document.Measures
            .Where(measure => measure.Type == MeasureType.Base
                && code.StartsWith(measure.GoodsCode, StringComparison.Ordinal)
                && (measure.Origin == origin || measure.Origin == Origins.All)
                && Wire.Validity(measure.ValidFrom, measure.ValidTo).Covers(day))
            .OrderByDescending(measure => measure.GoodsCode.Length)
            .ThenByDescending(measure => measure.Origin == origin)
            .FirstOrDefault();

    private static bool IsAtMost(Measure after, Measure? before) =>
        (before?.ExcludedOrigins ?? []).All(after.ExcludedOrigins.Contains)
        && ExpressionOrder.IsAtMost(
            DutyExpression.Parse(after.Expression),
            before is null ? new FreeDuty() : DutyExpression.Parse(before.Expression));
}
