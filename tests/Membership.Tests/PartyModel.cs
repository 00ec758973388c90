using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Tests;

/// <summary>
/// What a party is on a day, told in the plainest way: walk through what is known in the order in which it counts, and
/// stop at the day. Shares nothing with the service but the names of steps and statuses.
/// </summary>
internal sealed class PartyModel(int acceded, IReadOnlyList<int> phaseInMonths)
{
    private static readonly DateOnly Zero = new(2027, 1, 1);

    private readonly List<Known> _known = [];

    /// <summary>Decisions that were accepted.</summary>
    public int Count => _known.Count;

    public static DateOnly Day(int number) => Zero.AddDays(number);

    /// <summary>Takes a step, or says no and stays as it is.</summary>
    public bool TryTake(PartyStep step, int day, int corrects = 0)
    {
        _known.Add(new(_known.Count + 1, step, Day(day), corrects));
        if (IsPossible())
            return true;
        _known.RemoveAt(_known.Count - 1);
        return false;
    }

    /// <summary>A decision that may be corrected, and its day; null where there is none.</summary>
    public (int Number, DateOnly Day)? Correctable(int choice)
    {
        var steps = InOrder(_known.Count).ToList();
        return steps.Count == 0 ? null : (steps[choice % steps.Count].Number, steps[choice % steps.Count].Day);
    }

    /// <summary>Status on a day as it was known after so many decisions.</summary>
    public PartyStatus On(DateOnly day, int decisionsKnown) =>
        Walk(InOrder(decisionsKnown).TakeWhile(step => step.Day <= day), day);

    private bool IsPossible()
    {
        var before = new List<Known>();
        foreach (var step in InOrder(_known.Count))
        {
            var status = Walk(before, step.Day);
            var may = (step.Step, status) switch
            {
                (PartyStep.Application, PartyStatus.Unspecified or PartyStatus.Refused or PartyStatus.Withdrawn)
                    => true,
                (PartyStep.Admission or PartyStep.Refusal, PartyStatus.Applicant) => true,
                (PartyStep.Suspension, PartyStatus.Acceding or PartyStatus.Member) => true,
                (PartyStep.Lifting, PartyStatus.Suspended) => true,
                (PartyStep.Withdrawal, PartyStatus.Unspecified or PartyStatus.Refused or PartyStatus.Withdrawn)
                    => false,
                (PartyStep.Withdrawal, _) => true,
                _ => false,
            };
            if (!may || (acceded >= 0 && step.Day < Day(acceded)))
                return false;
            before.Add(step);
        }

        return true;
    }

    private IEnumerable<Known> InOrder(int decisionsKnown)
    {
        var known = _known.Take(decisionsKnown).ToList();
        return known.Where(one => one.Step != PartyStep.Correction)
            .Select(one => one with { Day = (known.FindLast(other => other.Corrects == one.Number) ?? one).Day })
            .OrderBy(one => one.Day).ThenBy(one => one.Number);
    }

    private PartyStatus Walk(IEnumerable<Known> steps, DateOnly until)
    {
        var (status, isSuspended) = (PartyStatus.Unspecified, false);
        var admitted = DateOnly.MaxValue;
        if (acceded >= 0)
            (status, admitted) = (PartyStatus.Member, Day(acceded));
        foreach (var step in steps)
        {
            (status, isSuspended) = step.Step switch
            {
                PartyStep.Application => (PartyStatus.Applicant, false),
                PartyStep.Admission => (PartyStatus.Acceding, false),
                PartyStep.Refusal => (PartyStatus.Refused, false),
                PartyStep.Withdrawal => (PartyStatus.Withdrawn, false),
                PartyStep.Suspension => (status, true),
                _ => (status, false),
            };
            if (step.Step == PartyStep.Admission)
                admitted = step.Day;
        }

        if (acceded >= 0 && until < Day(acceded))
            return PartyStatus.Unspecified;
        if (status == PartyStatus.Acceding && until >= admitted.AddMonths(phaseInMonths[^1]))
            status = PartyStatus.Member;
        return isSuspended ? PartyStatus.Suspended : status;
    }

    private sealed record Known(int Number, PartyStep Step, DateOnly Day, int Corrects);
}
