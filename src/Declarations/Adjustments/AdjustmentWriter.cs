using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Reassessment;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Declarations.Adjustments;

/// <summary>Writes adjustments and what becomes of them, with the entries that tell of both.</summary>
internal static class AdjustmentWriter
{
    private const string Subject = "adjustments";

    /// <summary>Proposes them; small ones are left at once, as a step of their own.</summary>
    public static void AddAdjustments(this NpgsqlBatch batch, IReadOnlyList<Reassessed> changed)
    {
        if (changed.Count == 0)
            return;
        var proposed = changed.Select(ToMessage).ToList();
        batch.BatchCommands.Add(JournalWriter.AppendCommand(new NewEntry(
            "club", Subject, null, new AdjustmentsProposed { Adjustments = { proposed } })));
        var insert = new NpgsqlBatchCommand(
            $"""
            INSERT INTO adjustment (
              id, declaration, mrn, administration, from_revision, to_revision, difference, currency, cause, cause_key,
              time_bar, proposed_on, recorded_at, entry_id)
            SELECT new.*, {JournalWriter.LastEntryIdSql}
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS new
            """);
        insert.AddArray(proposed.Select(one => Guid.Parse(one.Id)));
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
        insert.AddArray(changed.Select(one => one.ProposedOn));
        insert.AddArray(changed.Select(one => one.New.RecordedAt));
        batch.BatchCommands.Add(insert);

        var left = changed.Zip(proposed).Where(one => one.First.LeftBelow is not null).ToList();
        batch.AddReports(
            "club", left.ConvertAll(one => (one.First.New.Identity.Id, Leave(one.Second, one.First.LeftBelow!.Value))),
            left.Select(one => Posting.Dropped(one.Second, one.First.ProposedOn)));
    }

    /// <summary>Writes steps with the entry that tells of them, and what they do to accounts.</summary>
    public static void AddReports(
        this NpgsqlBatch batch, string actor, IReadOnlyList<(Guid Declaration, AdjustmentReport Report)> steps,
        IEnumerable<Posting> postings)
    {
        if (steps.Count == 0)
            return;
        batch.BatchCommands.Add(JournalWriter.AppendCommand(new NewEntry(
            actor, Subject, null, new AdjustmentsReported { Reports = { steps.Select(one => one.Report) } })));
        var insert = new NpgsqlBatchCommand(
            $"""
            INSERT INTO adjustment_report (adjustment, number, declaration, state, document, entry_id)
            SELECT new.*, {JournalWriter.LastEntryIdSql} FROM unnest($1, $2, $3, $4, $5) AS new
            """);
        insert.AddArray(steps.Select(one => Guid.Parse(one.Report.Adjustment)));
        insert.AddArray(steps.Select(one => one.Report.Number));
        insert.AddArray(steps.Select(one => one.Declaration));
        insert.AddArray(steps.Select(one => (short)one.Report.State));
        insert.AddArray(steps.Select(one => one.Report.ToByteArray()));
        batch.BatchCommands.Add(insert);
        batch.AddPostings(postings);
    }

    private static Adjustment ToMessage(Reassessed changed) => new()
    {
        Id = Guid.CreateVersion7().ToString(),
        Mrn = changed.New.Identity.Mrn,
        FromRevision = changed.Former.Revision,
        ToRevision = changed.New.Revision,
        Difference = new() { Amount = Wire.Decimal(changed.Difference), Currency = changed.New.Decision.Currency },
        Cause = changed.New.Cause,
        State = AdjustmentState.Proposed,
        ProposedAt = changed.New.RecordedAt.ToTimestamp(),
        TimeBar = Wire.Day(changed.TimeBar),
        Administration = changed.New.Identity.Administration,
        ProposedOn = Wire.Day(changed.ProposedOn),
        Barred = changed.ProposedOn > changed.TimeBar,
    };

    private static AdjustmentReport Leave(Adjustment proposed, decimal smallest) => new()
    {
        Adjustment = proposed.Id,
        Mrn = proposed.Mrn,
        Administration = proposed.Administration,
        Number = 1,
        State = AdjustmentState.Dropped,
        Step = new()
        {
            Dropped = new()
            {
                Day = proposed.ProposedOn,
                Reason = DropReason.BelowSmallestAmount,
                Text = $"Below {Wire.Decimal(smallest)} {proposed.Difference.Currency}",
            },
        },
        TimeBar = proposed.TimeBar,
        RecordedAt = proposed.ProposedAt,
    };
}
