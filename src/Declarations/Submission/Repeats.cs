using CrmClub.Contracts.Common.V1;
using CrmClub.Declarations.Storage;
using CrmClub.ServiceDefaults.Errors;
using Npgsql;

namespace CrmClub.Declarations.Submission;

/// <summary>Finds what already stands under the numbers of a submission.</summary>
internal sealed class Repeats(NpgsqlDataSource database)
{
    private const string Sql =
        $"""
        SELECT {RevisionRows.Columns}
        FROM (
          SELECT id FROM declaration
          JOIN unnest($1, $2) AS asked (client, request_id) USING (client, request_id)
          UNION
          SELECT id FROM declaration
          JOIN unnest($3, $4, $5) AS asked (administration, declarant, lrn) USING (administration, declarant, lrn)
          UNION
          SELECT id FROM declaration WHERE mrn = ANY ($6)) AS found
        JOIN declaration d USING (id) JOIN revision r ON r.declaration = d.id AND r.revision = 1
        """;

    /// <summary>First revisions of everything that stands under a number of one of these.</summary>
    public async Task<IReadOnlyList<StoredRevision>> FindAsync(
        IReadOnlyCollection<Identity> asked, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        Add(command, asked.Select(one => one.Client));
        Add(command, asked.Select(one => one.RequestId));
        Add(command, asked.Select(one => one.Administration));
        Add(command, asked.Select(one => one.Declarant));
        Add(command, asked.Select(one => one.Lrn));
        Add(command, asked.Select(one => one.Mrn));
        return await RevisionRows.ReadAllAsync(command, cancel);
    }

    /// <summary>
    /// The first answer where this is a repeat; throws where a number is reused; null where only a number that the club
    /// built is taken, or nothing.
    /// </summary>
    public static StoredRevision? Judge(Identity asked, IReadOnlyList<StoredRevision> found)
    {
        var byRequest = found.FirstOrDefault(one =>
            one.Identity.Client == asked.Client && one.Identity.RequestId == asked.RequestId);
        if (byRequest is not null && !Same(byRequest, asked))
            throw new ClubException(ErrorReason.RequestIdReused,
                "The request_id was used before with other content. Make a new one for a new request.");
        var byLrn = found.FirstOrDefault(one => one.Identity.Administration == asked.Administration
            && one.Identity.Declarant == asked.Declarant && one.Identity.Lrn == asked.Lrn);
        if (byLrn is not null && !Same(byLrn, asked))
            throw new ClubException(ErrorReason.LrnReused,
                "The LRN was used before by this declarant with other content. Choose another LRN.");
        if ((byRequest ?? byLrn) is { } first)
            return first;
        if (asked.MrnIssuedBy == Contracts.Declarations.V1.MrnIssuer.Administration
            && found.Any(one => one.Identity.Mrn == asked.Mrn))
        {
            var faults = new Violations();
            faults.Add("mrn", "", "MRN_UNIQUE", asked.Mrn, "a number that no other declaration has",
                "Another declaration has this number.");
            faults.ThrowIfAny();
        }

        return null;
    }

    private static bool Same(StoredRevision stored, Identity asked) =>
        stored.Identity.Administration == asked.Administration
        && stored.Identity.RequestHash.AsSpan().SequenceEqual(asked.RequestHash);

    private static void Add<T>(NpgsqlCommand command, IEnumerable<T> values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. values] });
}
