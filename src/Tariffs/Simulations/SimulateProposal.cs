using System.Security.Cryptography;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Changes;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Proposals;
using Google.Protobuf;

namespace CrmClub.Tariffs.Simulations;

/// <summary>
/// Asks Declarations by the journal what a proposal would have made of a period, on a tariff that is put together as it
/// would be when it is published.
/// </summary>
internal sealed class SimulateProposal(ChangeDesk desk)
{
    public const int YearsMax = 5;

    /// <summary>Simulations that wait or are under way, of all proposals.</summary>
    public const int OpenMax = 10;

    /// <summary>Simulations of one proposal.</summary>
    public const int SimulationsMax = 100;

    private static readonly ProposalState[] Simulated =
        [ProposalState.Draft, ProposalState.Submitted, ProposalState.Approved, ProposalState.Voting,
            ProposalState.Adopted];

    public Task<SimulateProposalResponse> RunAsync(
        SimulateProposalRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            var (faults, connection) = (step.Work.Faults, step.Work.Transaction.Connection!);
            var (from, to) = Period(request, step.Today, faults);
            faults.ThrowIfAny();
            var proposal = await step.TakeAsync(request.Number, request.KnownRevision, Simulated);
            var document = Document(proposal.Content, from, step);
            var former = await SimulationRows.OfAsync(connection, proposal.Number, cancel);
            if (former.Count >= SimulationsMax)
                faults.Add("number", "", "COUNT", $"{former.Count}", $"at most {SimulationsMax} simulations",
                    "The proposal was simulated too often.");
            if ((await SimulationRows.OpenAsync(connection, cancel)).Count is var open and >= OpenMax)
                faults.Add("number", "", "OPEN_SIMULATIONS", $"{open}", $"at most {OpenMax} at a time",
                    "Too many simulations wait: let one end, or cancel it.");
            faults.ThrowIfAny();

            var hash = SHA256.HashData(document);
            var simulation = new Simulation
            {
                Proposal = proposal.Number,
                Number = former.Count + 1,
                State = SimulationState.Asked,
                Revision = proposal.Revision,
                ContentHash = proposal.ContentHash,
                BaseVersion = step.Book.NewestFirst[0].Version.Number,
                BaseHash = step.Book.NewestFirst[0].Version.Hash,
                DocumentHash = Convert.ToHexStringLower(hash),
                FromDay = Wire.Day(from),
                ToDay = Wire.Day(to),
                AskedBy = caller.Id,
                AskedAt = step.Now,
            };
            await SimulationRows.AddDocumentAsync(step.Work.Transaction, hash, document, cancel);
            await SimulationRows.RecordAsync(step.Work.Transaction, caller.Id, simulation, cancel);
            return new SimulateProposalResponse { Simulation = simulation };
        }, cancel);

    private static (DateOnly From, DateOnly To) Period(
        SimulateProposalRequest request, DateOnly today, Violations faults)
    {
        var before = faults.Count;
        var to = faults.Day("to_day", "", request.ToDay, required: false) ?? today;
        var from = faults.Day("from_day", "", request.FromDay, required: false)
            ?? (to.Year > 1 ? to.AddYears(-1) : DateOnly.MinValue);
        if (faults.Count == before && (to <= from || to.Year - from.Year > YearsMax || to > from.AddYears(YearsMax)))
            faults.Add("to_day", "", "PERIOD", Wire.Day(to), $"1 day to {YearsMax} years after {Wire.Day(from)}",
                "The period is empty or too long.");
        return (from, to);
    }

    // As it is published, but for the day from which it counts.
    private static byte[] Document(ProposalContent content, DateOnly from, ChangeStep step)
    {
        var faults = step.Work.Faults;
        var effective = faults.Day("content.effective_on", "", content.EffectiveOn) ?? from;
        var candidate = Candidate.Of(content, step.Book.NewestFirst[0].Document, effective < from ? effective : from,
            step.Book.MeasureIds, faults);
        faults.AddRange(candidate.Faults());
        if (candidate.Document.CalculateSize() is var size && size > ProposalRules.DocumentBytesMax)
            faults.Add("content", "", "DOCUMENT_SIZE", $"{size}", $"at most {ProposalRules.DocumentBytesMax} bytes",
                "The tariff would be too large.");
        faults.ThrowIfAny();
        return candidate.Document.ToByteArray();
    }
}
