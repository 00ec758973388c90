using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Quotas;

/// <summary>An entry of a quota's ledger with the place of what drew it.</summary>
internal sealed record Drawing(Guid Declaration, int Revision, int Item, DateOnly AcceptanceDay, QuotaEntry Entry);

/// <summary>What revisions draw from quotas, and give back.</summary>
internal static class Drawings
{
    /// <summary>Names a drawing; a reassessment keeps the number of the revision that drew.</summary>
    public static string Id(string mrn, int revision, int item) => $"{mrn}/{revision}/{item}";

    /// <summary>What a revision draws anew.</summary>
    public static IEnumerable<Drawing> Of(StoredRevision revision) => Drawn(revision)
        .Where(item => item.Quota.Revision == revision.Revision)
        .Select(item => Of(revision, item, Id(revision.Identity.Mrn, revision.Revision, item.Number), "",
            Wire.ParseDecimal(item.Quota.Requested)));

    /// <summary>What a revision gives back of what the former drew: all, or by what it asks for less.</summary>
    public static IEnumerable<Drawing> Returned(StoredRevision? former, StoredRevision next)
    {
        if (former is null)
            yield break;
        foreach (var item in Drawn(former))
        {
            var kept = Drawn(next).FirstOrDefault(
                one => one.Number == item.Number && one.Quota.Revision == item.Quota.Revision);
            var less = Wire.ParseDecimal(item.Quota.Requested)
                - (kept is null ? 0 : Wire.ParseDecimal(kept.Quota.Requested));
            if (less > 0)
                yield return Of(former, item, $"{Id(next.Identity.Mrn, next.Revision, item.Number)}/back",
                    Id(former.Identity.Mrn, item.Quota.Revision, item.Number), less);
        }
    }

    /// <summary>Writes them with the entry that was appended last.</summary>
    public static void AddDrawings(this NpgsqlBatch batch, IReadOnlyCollection<Drawing> drawings)
    {
        if (drawings.Count == 0)
            return;
        var insert = new NpgsqlBatchCommand(
            $"""
            INSERT INTO quota_entry (id, declaration, revision, item, acceptance_day, document, entry_id)
            SELECT new.*, {JournalWriter.LastEntryIdSql} FROM unnest($1, $2, $3, $4, $5, $6) AS new
            """);
        insert.AddArray(drawings.Select(one => one.Entry.Id));
        insert.AddArray(drawings.Select(one => one.Declaration));
        insert.AddArray(drawings.Select(one => one.Revision));
        insert.AddArray(drawings.Select(one => one.Item));
        insert.AddArray(drawings.Select(one => one.AcceptanceDay));
        insert.AddArray(drawings.Select(one => one.Entry.ToByteArray()));
        batch.BatchCommands.Add(insert);
    }

    // Of less than a whole unit nothing can be drawn.
    private static IEnumerable<StoredItem> Drawn(StoredRevision revision) => revision.Decision.Items.Where(
        item => item.Quota is { Revision: > 0, Requested: not ("" or "0") });

    private static Drawing Of(
        StoredRevision revision, StoredItem item, string id, string returns, decimal quantity) => new(
            revision.Identity.Id, item.Quota.Revision, item.Number, revision.Identity.AcceptanceDay, new QuotaEntry
            {
                Id = id,
                OrderNumber = item.Quota.OrderNumber,
                Quantity = Wire.Decimal(quantity),
                AcceptanceDay = Wire.Day(revision.Identity.AcceptanceDay),
                Returns = returns,
            });
}
