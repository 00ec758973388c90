using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Declarations.Reassessment;

/// <summary>Writes proposed adjustments and the entry that tells of them.</summary>
internal static class AdjustmentWriter
{
    private const string Subject = "adjustments";

    public static void AddAdjustments(this NpgsqlBatch batch, IReadOnlyList<Reassessed> changed)
    {
        if (changed.Count == 0)
            return;
        var ids = changed.Select(_ => Guid.CreateVersion7()).ToArray();
        batch.BatchCommands.Add(JournalWriter.AppendCommand(new NewEntry(
            "club", Subject, null, new AdjustmentsProposed
            {
                Adjustments = { changed.Select((one, index) => ToMessage(ids[index], one)) },
            })));
        var insert = new NpgsqlBatchCommand(
            $"""
            INSERT INTO adjustment (
              id, declaration, mrn, administration, from_revision, to_revision, difference, currency, cause, cause_key,
              time_bar, recorded_at, entry_id)
            SELECT new.*, {JournalWriter.LastEntryIdSql}
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS new
            """);
        insert.AddArray(ids);
        insert.AddArray(changed.Select(one => one.New.Identity.Id));
        insert.AddArray(changed.Select(one => one.New.Identity.Mrn));
        insert.AddArray(changed.Select(one => one.New.Identity.Administration));
        insert.AddArray(changed.Select(one => one.Former.Revision));
        insert.AddArray(changed.Select(one => one.New.Revision));
        insert.AddArray(changed.Select(one => one.Difference));
        insert.AddArray(changed.Select(one => one.New.Decision.Currency));
        insert.AddArray(changed.Select(one => one.New.Cause));
        insert.AddArray(changed.Select(one => one.New.CauseKey));
        insert.AddArray(changed.Select(one => one.TimeBar));
        insert.AddArray(changed.Select(one => one.New.RecordedAt));
        batch.BatchCommands.Add(insert);
    }

    private static Adjustment ToMessage(Guid id, Reassessed changed) => new()
    {
        Id = id.ToString(),
        Mrn = changed.New.Identity.Mrn,
        FromRevision = changed.Former.Revision,
        ToRevision = changed.New.Revision,
        Difference = new Money { Amount = Wire.Decimal(changed.Difference), Currency = changed.New.Decision.Currency },
        Cause = changed.New.Cause,
        State = AdjustmentState.Proposed,
        ProposedAt = changed.New.RecordedAt.ToTimestamp(),
        TimeBar = Wire.Day(changed.TimeBar),
    };
}
