using CrmClub.Contracts.Membership.V1;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Membership.Parties;

/// <summary>
/// The life that a party's decisions make, by the days from which they count now: corrections moved them. Pure.
/// </summary>
internal sealed class PartyLife
{
    private readonly SortedDictionary<DateOnly, PartyStatus> _changes = [];
    private readonly List<(DateOnly From, DateOnly? To)> _suspensions = [];

    // Nothing happens to a founding party before its club.
    private readonly DateOnly _founded;

    /// <param name="party">The party with its founding rows and its decisions.</param>
    /// <exception cref="StepForbidden">A step comes where the status does not allow it.</exception>
    public PartyLife(Party party)
    {
        var made = party.Decisions.Select(decision => decision.RecordedAt).ToHashSet();
        foreach (var row in party.Statuses.Where(row => !made.Contains(row.RecordedAt)))
            _changes[LegalDays.Read(row.ValidFrom)] = row.Status;

        _founded = _changes.Count > 0 ? _changes.Keys.First() : DateOnly.MinValue;
        Steps = [.. party.Decisions.Where(decision => decision.Step != PartyStep.Correction)
            .Select(decision => (Decision: decision, From: EffectiveDay(party, decision)))
            .OrderBy(step => step.From).ThenBy(step => step.Decision.Number)];
        foreach (var (decision, from) in Steps)
            Take(decision, from);
    }

    /// <summary>Every step but corrections, in the order in which they count.</summary>
    public IReadOnlyList<(PartyDecision Decision, DateOnly From)> Steps { get; }

    /// <summary>The day from which a decision counts now: that of its newest correction.</summary>
    public static DateOnly EffectiveDay(Party party, PartyDecision decision) => LegalDays.Read(
        (party.Decisions.LastOrDefault(other => other.Corrects == decision.Number) ?? decision).EffectiveOn);

    public PartyStatus StatusOn(DateOnly day)
    {
        var status = _changes.LastOrDefault(change => change.Key <= day).Value;
        var isSuspended = _suspensions.Any(span => span.From <= day && (span.To is null || day < span.To));
        return isSuspended && IsInside(status) ? PartyStatus.Suspended : status;
    }

    /// <summary>The statuses from a day on, as rows without a gap; the last has no end.</summary>
    public IEnumerable<PartyStatusRow> RowsFrom(DateOnly first, Timestamp recordedAt)
    {
        var turns = _changes.Keys.Concat(_suspensions.Select(span => span.From))
            .Concat(_suspensions.Select(span => span.To).OfType<DateOnly>())
            .Where(day => day > first).Prepend(first).Distinct().Order().ToList();
        var rows = turns.Select(day => (From: day, Status: StatusOn(day))).ToList();
        for (var next = rows.Count - 1; next > 0; next--)
        {
            if (rows[next].Status == rows[next - 1].Status)
                rows.RemoveAt(next);
        }

        return rows.Select((row, place) => new PartyStatusRow
        {
            Status = row.Status,
            ValidFrom = LegalDays.Write(row.From),
            ValidTo = place + 1 < rows.Count ? LegalDays.Write(rows[place + 1].From) : "",
            RecordedAt = recordedAt,
        });
    }

    /// <summary>How the base duty falls after an admission that counts from a day on.</summary>
    public static IEnumerable<PhaseInRow> PhaseIn(PartyDecision admission, DateOnly from, Timestamp recordedAt) =>
        admission.PhaseIn.Select((step, place) => new PhaseInRow
        {
            ValidFrom = LegalDays.Write(from.AddMonths(step.MonthsAfter)),
            ValidTo = place + 1 < admission.PhaseIn.Count
                ? LegalDays.Write(from.AddMonths(admission.PhaseIn[place + 1].MonthsAfter))
                : "",
            SharePercent = step.SharePercent,
            RecordedAt = recordedAt,
        });

    private static bool IsInside(PartyStatus status) => status is PartyStatus.Acceding or PartyStatus.Member;

    private static bool Allows(PartyStep step, PartyStatus status) => step switch
    {
        PartyStep.Application => status is PartyStatus.Unspecified or PartyStatus.Refused or PartyStatus.Withdrawn,
        PartyStep.Admission or PartyStep.Refusal => status is PartyStatus.Applicant,
        PartyStep.Suspension => IsInside(status),
        PartyStep.Lifting => status is PartyStatus.Suspended,
        PartyStep.Withdrawal => status is PartyStatus.Applicant or PartyStatus.Suspended || IsInside(status),
        _ => false,
    };

    private void Take(PartyDecision decision, DateOnly from)
    {
        if (StatusOn(from) is var status && (from < _founded || !Allows(decision.Step, status)))
            throw new StepForbidden(decision, from, status);
        switch (decision.Step)
        {
            case PartyStep.Suspension:
                _suspensions.Add((from, null));
                break;
            case PartyStep.Lifting:
                EndSuspension(from);
                break;
            default:
                EndSuspension(from);
                foreach (var later in _changes.Keys.Where(day => day > from).ToList())
                    _changes.Remove(later);
                Begin(decision, from);
                break;
        }
    }

    private void Begin(PartyDecision decision, DateOnly from)
    {
        if (decision.Step == PartyStep.Admission)
        {
            _changes[from] = PartyStatus.Acceding;
            _changes[from.AddMonths(decision.PhaseIn[^1].MonthsAfter)] = PartyStatus.Member;
            return;
        }

        _changes[from] = decision.Step switch
        {
            PartyStep.Application => PartyStatus.Applicant,
            PartyStep.Refusal => PartyStatus.Refused,
            _ => PartyStatus.Withdrawn,
        };
    }

    private void EndSuspension(DateOnly day)
    {
        if (_suspensions.Count > 0 && _suspensions[^1].To is null)
            _suspensions[^1] = (_suspensions[^1].From, day);
    }
}

/// <summary>A step comes where the party's status does not allow it.</summary>
internal sealed class StepForbidden(PartyDecision decision, DateOnly from, PartyStatus status)
    : Exception($"A party that is {Name(status)} on {LegalDays.Write(from)} can't take the step {decision.Step}.")
{
    public PartyDecision Decision { get; } = decision;

    public PartyStatus Status { get; } = status;

    public DateOnly From { get; } = from;

    private static string Name(PartyStatus status) =>
        status == PartyStatus.Unspecified ? "unknown to the club" : $"{status}";
}
