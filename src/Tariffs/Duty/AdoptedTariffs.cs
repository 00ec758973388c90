using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Proposals;
using CrmClub.Tariffs.Versions;
using Npgsql;

namespace CrmClub.Tariffs.Duty;

/// <summary>The tariff as it would be once an adopted proposal is published.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Base">Number of the version that it would follow.</param>
/// <param name="Document">All of it; null where the proposal can't be published as it is.</param>
/// <param name="Snapshot">The same, made ready for lookup.</param>
internal sealed record AdoptedTariff(
    Proposal Proposal, int Base, TariffDocument? Document, TariffSnapshot? Snapshot)
{
    /// <summary>First day on which it could count.</summary>
    public DateOnly From(DateOnly today) =>
        Wire.ParseDay(Proposal.Content.EffectiveOn) is var own && own > today ? own : today;
}

/// <summary>What waits for its publication, each put together once: anybody may ask for it.</summary>
internal sealed class AdoptedTariffs(NpgsqlDataSource database)
{
    /// <summary>More are not looked at; the newest come first.</summary>
    public const int ProposalsMax = 20;

    private readonly SemaphoreSlim _turn = new(1);
    private IReadOnlyList<AdoptedTariff> _kept = [];

    public async Task<IReadOnlyList<AdoptedTariff>> OnAsync(TariffBook book, CancellationToken cancel)
    {
        var newest = book.NewestFirst[0];
        await _turn.WaitAsync(cancel);
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            var adopted = await ProposalRows.ListAsync(
                connection, ProposalState.Adopted, int.MaxValue, ProposalsMax, cancel);
            return _kept = [.. adopted.Select(one => Kept(one, newest) ?? Make(one, book))];
        }
        finally
        {
            _turn.Release();
        }
    }

    private AdoptedTariff? Kept(Proposal proposal, PublishedTariff newest) => _kept.FirstOrDefault(kept =>
        kept.Base == newest.Version.Number && kept.Proposal.Number == proposal.Number
        && kept.Proposal.Revision == proposal.Revision);

    private static AdoptedTariff Make(Proposal proposal, TariffBook book)
    {
        var newest = book.NewestFirst[0];
        var faults = new Violations();
        var candidate = Candidate.Of(
            proposal.Content, newest.Document, Wire.ParseDay(proposal.Content.EffectiveOn), book.MeasureIds, faults);
        faults.AddRange(candidate.Faults());
        return faults.Count > 0
            ? new(proposal, newest.Version.Number, null, null)
            : new(proposal, newest.Version.Number, candidate.Document,
                TariffSnapshot.Compile(TariffDocuments.ToTariff(candidate.Document)));
    }
}
