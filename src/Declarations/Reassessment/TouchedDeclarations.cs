using CrmClub.Declarations.Storage;
using CrmClub.Membership.Copy;
using Npgsql;

namespace CrmClub.Declarations.Reassessment;

/// <summary>Finds by index what a cause may have touched, by day of acceptance.</summary>
internal static class TouchedDeclarations
{
    private const string CitingSql =
        """
        SELECT declaration AS id, acceptance_day FROM citation
        WHERE certificate = $4 AND (acceptance_day, declaration) > ($1, $2)
        ORDER BY acceptance_day, declaration LIMIT $3
        """;

    // Goods of the party's countries, and what its own administrations took in.
    private const string OfPartySql =
        """
        SELECT id, acceptance_day FROM declaration
        WHERE (acceptance_day, id) > ($1, $2) AND acceptance_day < $4
          AND (origins IS NULL OR origins && $5 OR administration = ANY ($6))
        ORDER BY acceptance_day, id LIMIT $3
        """;

    /// <summary>The next of them, each at its newest revision.</summary>
    public static async Task<List<StoredRevision>> NextAsync(
        NpgsqlTransaction transaction, ReassessmentJob job, MembershipView members, int declarationsMax,
        CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {RevisionRows.Columns}
            FROM ({(job.Party.Length == 0 ? CitingSql : OfPartySql)}) AS touched
            JOIN declaration d USING (id)
            JOIN LATERAL (
              SELECT * FROM revision WHERE declaration = d.id ORDER BY revision DESC LIMIT 1) r ON true
            ORDER BY d.acceptance_day, d.id
            """,
            transaction.Connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = job.FromDay });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.FromDeclaration });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = declarationsMax });
        if (job.Party.Length == 0)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job.Certificate });
        }
        else
        {
            var own = members.Administrations.Where(one => one.Contract.Party == job.Party).Select(one => one.Code);
            command.Parameters.Add(
                new NpgsqlParameter<DateOnly> { TypedValue = job.UntilDay ?? DateOnly.MaxValue });
            command.Parameters.Add(new NpgsqlParameter<string[]>
            {
                TypedValue = [.. members.Party(job.Party)!.Contract.Countries],
            });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. own] });
        }

        return await RevisionRows.ReadAllAsync(command, cancel);
    }
}
