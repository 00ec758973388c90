using System.Runtime.CompilerServices;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Tariffs.Proposals;
using CrmClub.Tariffs.Quotas;
using CrmClub.Tariffs.Rates;
using CrmClub.Tariffs.Simulations;
using Google.Protobuf.Reflection;
using Npgsql;

namespace CrmClub.Tariffs.Storage;

/// <summary>Compares the tables with the entries that made them.</summary>
internal sealed class TariffsAudit : RowAudit
{
    private static readonly TypeRegistry Events = TypeRegistry.FromFiles(EventsReflection.Descriptor);

    protected override async IAsyncEnumerable<AuditedRow> StoredAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var stored in await TariffsReader.VersionsAsync(connection, 0, cancel))
            yield return Row(stored.Entry, stored.Content.Version);
        foreach (var stored in await RateSetRows.AfterAsync(connection, 0, cancel))
        {
            var (set, ratePlaces, pricePlaces) = stored.Content;
            foreach (var row in Rows(stored.Entry, set, ratePlaces, pricePlaces))
                yield return row;
        }

        foreach (var stored in await ProposalRows.AllAsync(connection, cancel))
            yield return Row(stored.Entry, stored.Content);
        foreach (var stored in await RateCorrectionRows.AllAsync(connection, cancel))
            yield return Row(stored.Entry, stored.Content);
        foreach (var stored in await CommentRows.AllAsync(connection, cancel))
            yield return Row(stored.Entry, stored.Content);
        foreach (var stored in await SimulationRows.AllAsync(connection, cancel))
            yield return Row(stored.Entry, stored.Content);
        foreach (var stored in await QuotaRows.AllocationsAsync(connection, null, null, int.MaxValue, cancel))
            yield return Row(stored.Entry, stored.Content);
        foreach (var stored in await QuotaRows.AllStatesAsync(connection, cancel))
            yield return Row(stored.Entry, stored.Content);
    }

    protected override IEnumerable<AuditedRow> MadeBy(long entryId, string kind, byte[] body) =>
        Events.Find(kind)?.Parser.ParseFrom(body) switch
        {
            TariffVersionPublished published =>
                [Row(entryId, published.Version), .. Rows(entryId, published.Proposal)],
            ExchangeRatesRecorded { Set: var set, Correction: var correction } =>
            [
                .. Rows(entryId, set, Enumerable.Range(0, set.Rates.Count), Enumerable.Range(0, set.Prices.Count)),
                .. correction is null ? (AuditedRow[])[] : [Row(entryId, correction)],
            ],
            RateCorrectionRecorded recorded => [Row(entryId, recorded.Correction)],
            ProposalRecorded recorded => Rows(entryId, recorded.Proposal),
            ProposalPutToVote put => Rows(entryId, put.Proposal),
            ProposalWithdrawn withdrawn => Rows(entryId, withdrawn.Proposal),
            ProposalCommented commented => [Row(entryId, commented.Comment)],
            SimulationRecorded recorded => [Row(entryId, recorded.Simulation)],
            QuotaAllocated allocated => [Row(entryId, allocated)],
            QuotaStateChanged changed => [Row(entryId, changed)],
            _ => [],
        };

    private static AuditedRow Row(long entry, Proposal proposal) =>
        new("proposal", $"number={proposal.Number} revision={proposal.Revision}", entry, proposal);

    private static AuditedRow Row(long entry, RateCorrection correction) =>
        new("rate_correction", $"number={correction.Number} state={correction.State}", entry, correction);

    private static AuditedRow Row(long entry, ProposalComment comment) => new("proposal_comment",
        $"proposal={comment.Proposal} number={comment.Number} resolved={comment.ResolvedBy.Length > 0}",
        entry,
        comment);

    private static AuditedRow Row(long entry, Simulation simulation) => new("simulation",
        $"proposal={simulation.Proposal} number={simulation.Number} ended={simulation.State != SimulationState.Asked}",
        entry,
        simulation);

    private static AuditedRow Row(long entry, QuotaAllocated allocated) => new("quota_account",
        $"order_number={allocated.Account.OrderNumber} open_from={allocated.Account.OpenFrom} "
            + $"number={allocated.Account.Number}",
        entry,
        allocated);

    private static AuditedRow Row(long entry, QuotaStateChanged changed) =>
        new("quota_state", $"order_number={changed.OrderNumber} changed_at={changed.ChangedAt}", entry, changed);

    private static AuditedRow Row(long entry, TariffVersion version) =>
        new("tariff_version", $"number={version.Number}", entry, version);

    // The founding's version was proposed by nobody.
    private static IEnumerable<AuditedRow> Rows(long entry, Proposal? proposal) =>
        proposal is null ? [] : [Row(entry, proposal)];

    private static IEnumerable<AuditedRow> Rows(
        long entry, ExchangeRateSet set, IEnumerable<int> ratePlaces, IEnumerable<int> pricePlaces)
    {
        var alone = new ExchangeRateSet { Number = set.Number, RecordedAt = set.RecordedAt };
        yield return new("exchange_rate_set", $"number={set.Number}", entry, alone);
        foreach (var (place, rate) in ratePlaces.Zip(set.Rates))
            yield return new("exchange_rate", $"set_number={set.Number} place={place}", entry, rate);
        foreach (var (place, price) in pricePlaces.Zip(set.Prices))
            yield return new("reference_price", $"set_number={set.Number} place={place}", entry, price);
    }
}
