using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// A measure that may apply to a line from an origin. Those of one contest stand side by side, the first that can apply
/// wins: the longer code, then a country before a group before all.
/// </summary>
internal sealed class Candidate(Measure measure, int group, int contest)
{
    public Measure Measure { get; } = measure;

    // What every decision looks at lies here, beside the other candidates of the line, and fills no more than what the
    // processor fetches at once; all else is computed.
    public MeasureType Type { get; } = measure.Type;

    public DutyExpression Expression { get; } = measure.Expression;

    public string RequiredDocument { get; } = measure.RequiredDocument;

    public CertificateLevel Level { get; } = measure.Level;

    /// <summary>Whether it applies only where it is asked for, by its document or its quota's number.</summary>
    public bool NeedsRequest { get; } = measure.RequiredDocument.Length > 0 || measure.OrderNumber.Length > 0;

    /// <summary>Number of its contest within the tariff: measures of which only one can apply.</summary>
    public int Contest { get; } = contest;

    /// <summary>Contests of which the declaration's additional codes and destination leave one.</summary>
    public int Group { get; } = group;

    public bool Additive { get; } = measure.Type.IsAdditive();

    /// <summary>Whether its quota's number, or a document of its conditions, asks for it.</summary>
    public bool IsAskedElsewise { get; } = measure.OrderNumber.Length > 0 || measure.Conditions.Count > 0;

    /// <summary>Its conditions by code, each in order.</summary>
    public IEnumerable<Condition[]> Conditions => Measure.Conditions
        .GroupBy(condition => condition.Code).Select(code => code.OrderBy(line => line.Sequence).ToArray());

    public MeasureTypeRule Rule => Type.Rule();

    public bool IsControl => Rule.Combination == Combination.Control;

    /// <summary>Whether it stands without being asked for, so that nothing is known while it is open.</summary>
    public bool IsCompulsory => Type == MeasureType.Base || Rule.Combination != Combination.Alternative;

    /// <summary>Whether more than origin and day decide.</summary>
    public bool IsSelected => Measure.Conditions.Count > 0 || IsControl || Measure.AdditionalCode.Length > 0
        || Measure.Destinations.Count > 0;

    /// <summary>Whether it is only for goods of the club.</summary>
    public bool OnlyClub => Measure.Origin == CountryGroup.Club || Type == MeasureType.ClubPreference;

    /// <summary>Whether it is only for goods of a party that accedes.</summary>
    public bool OnlyAcceding => Type == MeasureType.PhaseIn;

    /// <summary>Whether its duty is known from that of the base alone.</summary>
    public bool RestsOnBase { get; } = measure.Expression is ShareOfBase or SurchargeOnBase;

    /// <summary>Whether it leaves out goods of the club.</summary>
    public bool ExcludesClub => Measure.ExcludedOrigins.Contains(CountryGroup.Club);

    /// <summary>How specific its origin is: all, a group, a country.</summary>
    public int OriginRank => Measure.Origin switch
    {
        CountryGroup.All => 0,
        var origin when Countries.IsCode(origin) => 2,
        _ => 1,
    };

    /// <summary>Whether the document asks for it: its own, its quota's number, or one of its conditions.</summary>
    public bool IsAskedBy(string document) =>
        RequiredDocument == document || (IsAskedElsewise && IsElsewiseAskedBy(document));

    /// <summary>Whether it is for goods of this origin status, which accede or not.</summary>
    public bool Fits(OriginStatus status, bool accedes) =>
        status == OriginStatus.Club ? !ExcludesClub && !OnlyAcceding : !OnlyClub && (accedes || !OnlyAcceding);

    // Apart, since it makes a closure.
    private bool IsElsewiseAskedBy(string document) => Measure.OrderNumber == document
        || Measure.Conditions.Any(line => line.Document == document);

    /// <summary>The same with another duty.</summary>
    public Candidate With(DutyExpression expression) =>
        new(Measure with { Expression = expression }, Group, Contest);

    /// <summary>Order of contests: by type, then as numbered; within a contest the winner first.</summary>
    public static int Compare(Candidate left, Candidate right)
    {
        var order = left.Measure.Type.CompareTo(right.Measure.Type);
        if (order == 0)
            order = left.Group.CompareTo(right.Group);
        if (order == 0)
            order = left.Contest.CompareTo(right.Contest);
        if (order == 0)
            order = right.Measure.GoodsCode.Length.CompareTo(left.Measure.GoodsCode.Length);
        return order == 0 ? right.OriginRank.CompareTo(left.OriginRank) : order;
    }
}
