using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Outages;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Declarations.Submission;

/// <summary>Stores a group of declarations in one transaction, and says which were there already.</summary>
internal sealed class GroupStore(
    NpgsqlDataSource database,
    SuppliersCopy suppliers,
    MembersCopy members,
    TariffsCopy tariffs,
    Redecision redecision,
    CapacityBook capacity,
    JournalSignal journal,
    TimeProvider time)
{
    private const int AttemptsMax = 5;

    /// <summary>
    /// Stores what is new. Returns what was not, because one of its numbers is taken: by a repeat, by another
    /// declaration, or by one of the same group.
    /// </summary>
    public async Task<IReadOnlyList<PendingDeclaration>> StoreAsync(
        IReadOnlyList<PendingDeclaration> group, CancellationToken cancel)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await TryStoreAsync(group, cancel) is { } taken)
                return taken;
            // A certificate, a party, a rate or the tariff changed since these were decided: what is stored must rest
            // on what is known now, or the change's reassessment would miss it.
            await suppliers.RefreshAsync(cancel);
            await members.RefreshAsync(cancel);
            await tariffs.RefreshAsync(cancel);
            group = redecision.DecideAgain(group);
        }

        throw new TimeoutException("What is known changes faster than declarations can be decided.");
    }

    private async Task<IReadOnlyList<PendingDeclaration>?> TryStoreAsync(
        IReadOnlyList<PendingDeclaration> group, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var (known, inserted) = await InsertIdentitiesAsync(connection, transaction, group, cancel);
        var fresh = group.Where(one => inserted.Contains(one.Identity.Id)).ToList();
        if (fresh.Exists(one => known.IsNewerThan(one.Known, one.CitesCertificates)))
            return null;
        if (fresh.Count > 0)
        {
            var now = time.RecordedNow().ToDateTime();
            var revisions = fresh.ConvertAll(one => one.FirstRevision(now));
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.AddRevisions(ActorOf(fresh), revisions, revisions.Select(one => Posting.Of(null, one, one.Day)));
            batch.AddCitations(revisions);
            batch.AddFallbackReferences(fresh.Select(one => (one.Identity, one.Declaration)));
            await batch.ExecuteNonQueryAsync(cancel);
            using var claiming = capacity.Claim(revisions.Select(
                one => (one.Identity.Mrn, one.Revision, Claims.Between(null, one))));
            FailPoint.Reach("declarations.before-commit");
            await transaction.CommitAsync(cancel);
            claiming.Keep();
            FailPoint.Reach("declarations.after-commit");
            journal.Raise();
            for (var index = 0; index < fresh.Count; index++)
                fresh[index].Complete(new Submitted(revisions[index], Replayed: false));
        }

        return [.. group.Where(one => !inserted.Contains(one.Identity.Id))];
    }

    private static async Task<(Copied Known, HashSet<Guid> Inserted)> InsertIdentitiesAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<PendingDeclaration> group,
        CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(CopyLock.Shared());
        batch.BatchCommands.Add(CopyLock.Known());
        batch.BatchCommands.Add(InsertCommand(group));
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        await rows.NextResultAsync(cancel);
        await rows.ReadAsync(cancel);
        var known = Copied.Read(rows);
        await rows.NextResultAsync(cancel);
        var inserted = new HashSet<Guid>();
        while (await rows.ReadAsync(cancel))
            inserted.Add(rows.GetGuid(0));
        return (known, inserted);
    }

    private static NpgsqlBatchCommand InsertCommand(IReadOnlyList<PendingDeclaration> group)
    {
        // In the order of one key, so that two groups with the same declarations wait for each other and don't lock up.
        var ordered = group
            .OrderBy(one => one.Identity.Administration, StringComparer.Ordinal)
            .ThenBy(one => one.Identity.Declarant, StringComparer.Ordinal)
            .ThenBy(one => one.Identity.Lrn, StringComparer.Ordinal)
            .ToArray();
        var identities = Array.ConvertAll(ordered, one => one.Identity);
        var insert = new NpgsqlBatchCommand(
            """
            INSERT INTO declaration (
              id, mrn, mrn_issued_by, administration, declarant, lrn, client, request_id, acceptance_day, request_hash,
              origins)
            SELECT id, mrn, issuer, administration, declarant, lrn, client, request, day, hash,
              string_to_array(origins, ',')
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS new (
              id, mrn, issuer, administration, declarant, lrn, client, request, day, hash, origins)
            WHERE NOT EXISTS (SELECT FROM report r WHERE r.client = new.client AND r.request_id = new.request)
            ON CONFLICT DO NOTHING RETURNING id
            """);
        insert.AddArray(identities.Select(one => one.Id));
        insert.AddArray(identities.Select(one => one.Mrn));
        insert.AddArray(identities.Select(one => (short)one.MrnIssuedBy));
        insert.AddArray(identities.Select(one => one.Administration));
        insert.AddArray(identities.Select(one => one.Declarant));
        insert.AddArray(identities.Select(one => one.Lrn));
        insert.AddArray(identities.Select(one => one.Client));
        insert.AddArray(identities.Select(one => one.RequestId));
        insert.AddArray(identities.Select(one => one.AcceptanceDay));
        insert.AddArray(identities.Select(one => one.RequestHash));
        insert.AddArray(ordered.Select(one => string.Join(',', one.Origins)));
        return insert;
    }

    private static string ActorOf(List<PendingDeclaration> group)
    {
        var first = group[0].Identity.Client;
        return group.TrueForAll(one => one.Identity.Client == first) ? first : "club";
    }
}
