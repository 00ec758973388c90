using CrmClub.Contracts.Common.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Declarations.Submission;

/// <summary>Decides a group again on what is known now.</summary>
internal sealed class Redecision(StandingOfNow standing)
{
    /// <summary>Returns those that are decided; the others lack a figure that was not needed when they came.</summary>
    public List<PendingDeclaration> DecideAgain(IEnumerable<PendingDeclaration> group)
    {
        var now = standing.Take();
        var decided = new List<PendingDeclaration>();
        foreach (var one in group)
        {
            one.Decided = Assessor.Decide(
                one.Declaration, Basis.OfNow(now, one.Declaration, one.Identity.Id, one.ProvisionalDay));
            one.Known = now;
            if (one.Decided.Missing.Count == 0)
                decided.Add(one);
            else
                // Sent again, it is told which.
                one.Fail(new ClubException(ErrorReason.Unavailable, "The tariff has changed meanwhile."));
        }

        return decided;
    }
}
