using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Quotas;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Declarations.Storage;

/// <summary>Writes revisions and the entry that tells of them, in one round trip.</summary>
internal static class RevisionWriter
{
    private const string Subject = "declarations";

    /// <summary>The entry first, then rows that name it, and what each does to accounts, in their order.</summary>
    /// <param name="batch">To which they are added.</param>
    /// <param name="actor">Who makes them.</param>
    /// <param name="revisions">Of several declarations.</param>
    /// <param name="postings">One for each.</param>
    /// <param name="returned">What is given back of quotas.</param>
    /// <param name="former">The revision before, where the administration makes the next; null for first ones, and for
    /// reassessments, which claim nothing.</param>
    public static void AddRevisions(
        this NpgsqlBatch batch, string actor, IReadOnlyCollection<StoredRevision> revisions,
        IEnumerable<Posting> postings, IReadOnlyCollection<Drawing>? returned = null,
        StoredRevision? former = null)
    {
        var drawings = revisions.SelectMany(Drawings.Of).Concat(returned ?? [])
            .ToLookup(one => one.Declaration);
        var posted = postings.ToList();
        batch.BatchCommands.Add(JournalWriter.AppendCommand(new NewEntry(
            actor, Subject, null, new DeclarationsDecided
            {
                Declarations =
                {
                    revisions.Zip(posted, (one, its) => ToEvent(former, one, its, drawings[one.Identity.Id])),
                },
            })));
        var insert = new NpgsqlBatchCommand(
            $"""
            INSERT INTO revision (
              declaration, revision, document, decision, cause, cause_key, recorded_at, entry_id)
            SELECT new.*, {JournalWriter.LastEntryIdSql} FROM unnest($1, $2, $3, $4, $5, $6, $7) AS new
            """);
        insert.AddArray(revisions.Select(one => one.Identity.Id));
        insert.AddArray(revisions.Select(one => one.Revision));
        insert.AddArray(revisions.Select(one => one.Document));
        insert.AddArray(revisions.Select(one => one.DecisionBytes));
        insert.AddArray(revisions.Select(one => one.Cause));
        insert.AddArray(revisions.Select(one => one.CauseKey));
        insert.AddArray(revisions.Select(one => one.RecordedAt));
        batch.BatchCommands.Add(insert);
        batch.AddDrawings([.. drawings.SelectMany(one => one)]);
        ControlScore.Add(batch, revisions);
        batch.AddPostings(posted);
    }

    // The month of what is incurred follows from its day; that of an adjustment stands nowhere else.
    private static DecidedDeclaration ToEvent(
        StoredRevision? former, StoredRevision revision, Posting posted, IEnumerable<Drawing> drawings)
    {
        var told = revision.ToEvent();
        if (former is not null || revision.Revision == 1)
            told.Claims.Add(Claims.Between(former, revision));
        if (posted.Kind is PostingKind.Adjusted)
            told.AdjustedIn = Months.Text(posted.Month);
        told.Quotas.AddRange(drawings.Select(one => one.Entry));
        return told;
    }

    /// <summary>Which declarations cite which certificates; the same for every revision.</summary>
    public static void AddCitations(this NpgsqlBatch batch, IEnumerable<StoredRevision> revisions)
    {
        // What is prelodged is decided anew when it is accepted, by what is known then.
        var citations = revisions.Where(one => one.State != DeclarationState.Prelodged)
            .SelectMany(revision => revision.Decision.Certificates.Select(
                cited => (cited.Number, revision.Identity.AcceptanceDay, revision.Identity.Id))).ToArray();
        if (citations.Length == 0)
            return;
        var insert = new NpgsqlBatchCommand(
            """
            INSERT INTO citation (certificate, acceptance_day, declaration)
            SELECT * FROM unnest($1, $2, $3) ON CONFLICT DO NOTHING
            """);
        insert.AddArray(citations.Select(one => one.Number));
        insert.AddArray(citations.Select(one => one.AcceptanceDay));
        insert.AddArray(citations.Select(one => one.Id));
        batch.BatchCommands.Add(insert);
    }

    /// <summary>Whether somebody else wrote that revision first.</summary>
    public static bool IsTakenRevision(PostgresException refusal) =>
        refusal.TableName?.StartsWith("revision_", StringComparison.Ordinal) is true
        && refusal.ConstraintName == $"{refusal.TableName}_pkey";

    public static void AddArray<T>(this NpgsqlBatchCommand command, IEnumerable<T> values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. values] });
}
