using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Changes;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Tariffs.Proposals;

/// <summary>
/// Takes back what the members adopted in an emergency and did not confirm in time: a version that says again what held
/// before. Nobody votes on that, as they have by not confirming it.
/// </summary>
internal sealed partial class LapseProposal(ILogger<LapseProposal> log)
{
    public async Task RunAsync(ChangeStep step, Ballot ballot)
    {
        var proposal = await ProposalRows.FindAsync(
            step.Work.Transaction.Connection!, ProposalSteps.NumberOf(ballot.Proposal), step.Work.Cancel);
        if (proposal?.ContentHash != ballot.ContentHash
            || proposal.State is not (ProposalState.Voting or ProposalState.Adopted or ProposalState.Published))
            return;
        var stood = proposal.State == ProposalState.Published;
        proposal.State = ProposalState.Lapsed;
        (proposal.Ballot, proposal.LapsesOn) = (ballot.Number, ballot.LapsesOn);
        proposal.Remark = "The members did not confirm it in time.";
        if (!stood)
        {
            await step.RecordAsync(proposal);
            return;
        }

        // What lapses before it counts never does.
        var begins = step.Book.Version(proposal.Version)!.Version.ValidFrom;
        var from = Wire.ParseDay(string.CompareOrdinal(begins, ballot.LapsesOn) > 0 ? begins : ballot.LapsesOn);
        var content = ReverseProposal.ContentOf(proposal, proposal.Remark, Wire.Day(from), step);
        var faults = new Violations();
        var candidate = Candidate.Of(
            content, step.Book.NewestFirst[0].Document, from, step.Book.MeasureIds, faults);
        faults.AddRange(candidate.Faults());
        if (faults.Count == 0)
        {
            await PublishProposal.PublishAsync(proposal, candidate, step);
            return;
        }

        // Another proposal has changed its measures since: people have to say what holds now.
        proposal.Remark += " Its measures were changed since, and stand: propose what is to hold.";
        Stands(ProposalSteps.Subject(proposal.Number), faults.All[0].Message);
        await step.RecordAsync(proposal);
    }

    [LoggerMessage(LogLevel.Error, "{Subject} lapsed, and can't be taken back: {Why}")]
    private partial void Stands(string subject, string why);
}
