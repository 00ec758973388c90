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

    private const string ReportsSql =
        """
        SELECT client, request_id FROM report JOIN unnest($1, $2) AS asked (client, request_id)
          USING (client, request_id)
        """;

    /// <summary>Everything that stands under a number of one of these.</summary>
    public async Task<Taken> FindAsync(IReadOnlyCollection<Identity> asked, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        Add(command, asked.Select(one => one.Client));
        Add(command, asked.Select(one => one.RequestId));
        Add(command, asked.Select(one => one.Administration));
        Add(command, asked.Select(one => one.Declarant));
        Add(command, asked.Select(one => one.Lrn));
        Add(command, asked.Select(one => one.Mrn));
        var revisions = await RevisionRows.ReadAllAsync(command, cancel);
        return new Taken(revisions, await ReportsAsync(asked, cancel));
    }

    private async Task<HashSet<(string, Guid)>> ReportsAsync(
        IReadOnlyCollection<Identity> asked, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(ReportsSql);
        Add(command, asked.Select(one => one.Client));
        Add(command, asked.Select(one => one.RequestId));
        var found = new HashSet<(string, Guid)>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            found.Add((rows.GetString(0), rows.GetGuid(1)));
        return found;
    }

    /// <summary>
    /// The first answer where this is a repeat; throws where a number is reused; null where only a number that the club
    /// built is taken, or nothing.
    /// </summary>
    public static StoredRevision? Judge(Identity asked, Taken taken)
    {
        var found = taken.Revisions;
        var byRequest = found.FirstOrDefault(one =>
            one.Identity.Client == asked.Client && one.Identity.RequestId == asked.RequestId);
        if (taken.Reports.Contains((asked.Client, asked.RequestId))
            || (byRequest is not null && !Same(byRequest, asked)))
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

/// <summary>What stands under the numbers of submissions.</summary>
/// <param name="Revisions">First revisions of declarations.</param>
/// <param name="Reports">Clients and request ids of reports.</param>
internal sealed record Taken(IReadOnlyList<StoredRevision> Revisions, IReadOnlySet<(string, Guid)> Reports);
