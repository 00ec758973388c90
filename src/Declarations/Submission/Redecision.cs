using CrmClub.Declarations.Assessment;

namespace CrmClub.Declarations.Submission;

/// <summary>Decides a group again on what is known now.</summary>
internal sealed class Redecision(StandingOfNow standing)
{
    public void DecideAgain(IEnumerable<PendingDeclaration> group)
    {
        var now = standing.Take();
        foreach (var one in group)
        {
            one.Decided = Assessor.Decide(one.Declaration, Basis.OfNow(now, one.Declaration));
            one.CertificateChange = now.Certificates.Change;
        }
    }
}
