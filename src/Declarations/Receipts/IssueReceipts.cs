using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Signing;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Declarations.Receipts;

/// <summary>A revision and the entry that told of it; its place and leaf once it is sealed.</summary>
internal sealed record RecordedRevision(StoredRevision Revision, long? Seq, byte[]? Leaf);

/// <summary>Issues receipts when they are asked for: deciding and storing wait for no signature.</summary>
internal sealed class IssueReceipts(
    NpgsqlDataSource database, StandingOfNow standing, Sight sight, ClubHeads heads, TreeProofs proofs,
    [FromKeyedServices(SignedReceipts.Purpose)] SigningKey key, TimeProvider time)
{
    public async Task<GetReceiptResponse> HandleAsync(
        GetReceiptRequest request, Caller caller, CancellationToken cancel)
    {
        var revisions = await RevisionsAsync(request.Mrn, sight.Of(caller), cancel);
        var asked = request.Revision == 0
            ? revisions.LastOrDefault() : revisions.Find(one => one.Revision.Revision == request.Revision);
        if (asked is null)
            throw NotFound();
        return new() { Document = await IssueAsync(asked, standing.Take(), cancel) };
    }

    /// <summary>The receipt of a revision, by the newest tree head.</summary>
    public async Task<ReceiptDocument> IssueAsync(RecordedRevision asked, Standing now, CancellationToken cancel)
    {
        var revision = asked.Revision;
        var cited = Basis.Cited(now, revision.Declaration, revision.Decision, revision.Identity.Id);
        var basis = RecordedBasis.Of(
            cited, revision.Declaration, now.Membership.Administration(revision.Identity.Administration)!.Contract);
        var receipt = ReceiptText.Of(revision, basis, cited.Release);
        var document = new ReceiptDocument { Declaration = revision.Declaration, Basis = basis };
        if (await heads.OwnAsync(cancel) is { } head)
        {
            receipt.TreeHead = head.Jws;
            if (asked is { Seq: { } seq, Leaf: { } leaf } && seq <= head.Head.Size)
            {
                (receipt.EntrySeq, receipt.EntryLeaf) = (seq, Convert.ToHexStringLower(leaf));
                document.Inclusion = await proofs.InclusionAsync(seq, head.Head.Size, cancel);
            }
        }

        receipt.OtherTreeHeads.AddRange(heads.Others());
        receipt.IssuedAt = time.GetUtcNow().ToTimestamp();
        document.Receipt = SignedReceipts.Sign(receipt, key.Key);
        return document;
    }

    /// <summary>All revisions of a declaration that an administration may see, null for any; oldest first.</summary>
    public async Task<List<RecordedRevision>> RevisionsAsync(
        string mrn, string? administration, CancellationToken cancel)
    {
        if (mrn.Contains('\0'))
            return [];
        await using var command = database.CreateCommand(
            $"""
            SELECT {RevisionRows.Columns}, s.seq, s.leaf FROM declaration d JOIN revision r ON r.declaration = d.id
            LEFT JOIN sealed s ON s.entry_id = r.entry_id
            WHERE d.mrn = $1 AND ($2::text IS NULL OR d.administration = $2) ORDER BY r.revision
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mrn });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = administration });
        var all = new List<RecordedRevision>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            all.Add(new RecordedRevision(
                RevisionRows.Read(rows),
                await rows.IsDBNullAsync(RevisionRows.ColumnCount, cancel)
                    ? null : rows.GetInt64(RevisionRows.ColumnCount),
                await rows.IsDBNullAsync(RevisionRows.ColumnCount + 1, cancel)
                    ? null : rows.GetFieldValue<byte[]>(RevisionRows.ColumnCount + 1)));
        return all;
    }

    /// <summary>The same words for what isn't there and for what the caller may not see.</summary>
    public static ClubException NotFound() =>
        new(ErrorReason.NotFound, "There is no such declaration, or none that the caller may see.");
}
