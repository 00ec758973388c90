using System.Globalization;
using CrmClub.Contracts.Membership.V1;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Membership.Copy;

/// <summary>A party with its statuses ready to be asked by day.</summary>
public sealed class PartyView
{
    private readonly DatedRows<PartyStatus> _statuses;
    private readonly DatedRows<decimal?> _phaseIn;
    private readonly (DateOnly From, decimal Percent)[] _shares;

    public PartyView(Party contract)
    {
        Contract = contract;
        _statuses = new(contract.Statuses.Select(
            row => (Days.Read(row.ValidFrom, row.ValidTo), (Timestamp?)row.RecordedAt, row.Status)));
        _phaseIn = new(contract.PhaseIn.Select(row =>
            (Days.Read(row.ValidFrom, row.ValidTo), (Timestamp?)row.RecordedAt, (decimal?)Percent(row.SharePercent))));
        _shares = [.. contract.VotingShares
            .Select(row => (Days.Read(row.ValidFrom, "").From, Percent(row.SharePercent)))];
    }

    /// <summary>The party as Membership states it.</summary>
    public Party Contract { get; }

    public string Code => Contract.Code;

    /// <summary>
    /// Status on a legal day by what was known at an instant (now where null): that of the newest row which covers the
    /// day; unspecified where none does.
    /// </summary>
    public PartyStatus StatusOn(DateOnly day, DateTime? knownAt = null) => _statuses.On(day, knownAt);

    /// <summary>
    /// Share of the base duty that its goods bear on a legal day, percent; null on a day on which it does not accede.
    /// </summary>
    public decimal? PhaseInShareOn(DateOnly day, DateTime? knownAt = null) =>
        StatusOn(day, knownAt) == PartyStatus.Acceding ? _phaseIn.On(day, knownAt) : null;

    /// <summary>First day of the suspension that lasts on a day; null where none does.</summary>
    public DateOnly? SuspendedSince(DateOnly day, DateTime? knownAt = null)
    {
        if (StatusOn(day, knownAt) != PartyStatus.Suspended)
            return null;
        return Contract.Statuses.Select(row => Days.Read(row.ValidFrom, "").From).Where(from => from <= day)
            .OrderDescending().First(from => StatusOn(from.AddDays(-1), knownAt) != PartyStatus.Suspended);
    }

    /// <summary>
    /// The days that a decision of that record time changed: on which the party's goods are another's, or bear another
    /// share, than was known before it.
    /// </summary>
    public IEnumerable<Days> ChangedBy(DateTime recordedAt)
    {
        var before = recordedAt.AddTicks(-1);
        var turns = Contract.Statuses.SelectMany(row => new[] { row.ValidFrom, row.ValidTo })
            .Concat(Contract.PhaseIn.SelectMany(row => new[] { row.ValidFrom, row.ValidTo }))
            .Where(day => day.Length > 0).Select(day => Days.Read(day, "").From).Distinct().Order().ToList();
        foreach (var (place, from) in turns.Index())
        {
            if (Standing(from, before) != Standing(from, recordedAt))
                yield return new Days(from, place + 1 < turns.Count ? turns[place + 1] : null);
        }
    }

    /// <summary>Share of the club's imports on a day, percent, by which its vote is weighed.</summary>
    public decimal VotingShareOn(DateOnly day)
    {
        var covering = _shares.Where(row => row.From <= day).ToList();
        return covering.Count == 0
            ? Percent(Contract.VotingSharePercent)
            : covering.Last(row => row.From == covering.Max(other => other.From)).Percent;
    }

    private (PartyStatus Inside, decimal? Share, DateOnly? SuspendedSince) Standing(DateOnly day, DateTime knownAt) =>
        StatusOn(day, knownAt) is var status
            && status is PartyStatus.Acceding or PartyStatus.Member or PartyStatus.Suspended
            ? (status, PhaseInShareOn(day, knownAt), SuspendedSince(day, knownAt))
            : default;

    private static decimal Percent(string text) =>
        text.Length == 0 ? 0 : decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
