using CrmClub.Contracts.Membership.V1;
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

    private const string OfDaysSql =
        """
        SELECT id, acceptance_day FROM declaration
        WHERE (acceptance_day, id) > ($1, $2) AND acceptance_day < $4 AND administration = ANY ($5)
        ORDER BY acceptance_day, id LIMIT $3
        """;

    // Goods of the party's countries, and what its own administrations took in.
    private const string OfPartySql =
        """
        SELECT id, acceptance_day FROM declaration
        WHERE (acceptance_day, id) > ($1, $2) AND acceptance_day < $4
          AND (origins IS NULL OR origins && $5 OR administration = ANY ($6))
        ORDER BY acceptance_day, id LIMIT $3
        """;

    private const string DrawingSql =
        """
        SELECT DISTINCT e.declaration AS id, e.acceptance_day
        FROM quota_allocation a JOIN quota_entry e ON e.id = a.drawing
        WHERE a.order_number = $4 AND a.open_from = $5 AND a.number = $6
          AND (e.acceptance_day, e.declaration) > ($1, $2)
        ORDER BY e.acceptance_day, e.declaration LIMIT $3
        """;

    /// <summary>The next of them, each at its newest revision.</summary>
    public static async Task<List<StoredRevision>> NextAsync(
        NpgsqlTransaction transaction, ReassessmentJob job, MembershipView members, int declarationsMax,
        CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {RevisionRows.Columns}
            FROM ({(job.Change is Change.OfCertificate ? CitingSql
                : job.Change is Change.OfParty ? OfPartySql
                : job.Change is Change.OfQuota ? DrawingSql : OfDaysSql)}) AS touched
            JOIN declaration d USING (id)
            JOIN LATERAL (
              SELECT * FROM revision WHERE declaration = d.id ORDER BY revision DESC LIMIT 1) r ON true
            ORDER BY d.acceptance_day, d.id
            """,
            transaction.Connection,
            transaction);
        AddParameters(command, job, members, declarationsMax);
        return await RevisionRows.ReadAllAsync(command, cancel);
    }

    /// <summary>How many there are.</summary>
    public static async Task<long> CountAsync(
        NpgsqlTransaction transaction, ReassessmentJob job, MembershipView members, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT count(*)
            FROM ({(job.Change is Change.OfCertificate ? CitingSql
                : job.Change is Change.OfParty ? OfPartySql
                : job.Change is Change.OfQuota ? DrawingSql : OfDaysSql)}) AS touched
            """,
            transaction.Connection,
            transaction);
        AddParameters(command, job, members, int.MaxValue);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static void AddParameters(
        NpgsqlCommand command, ReassessmentJob job, MembershipView members, int declarationsMax)
    {
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = job.FromDay });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.FromDeclaration });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = declarationsMax });
        foreach (var value in Of(job, members))
            command.Parameters.Add(new NpgsqlParameter { Value = value });
    }

    private static object[] Of(ReassessmentJob job, MembershipView members)
    {
        var until = job.UntilDay ?? DateOnly.MaxValue;
        return job.Change switch
        {
            Change.OfCertificate one => [one.Number],
            Change.OfQuota one => [one.OrderNumber, one.Period, one.Number],
            Change.OfParty one =>
            [
                until,
                members.Party(one.Party)!.Contract.Countries.ToArray(),
                Codes(members, administration => administration.Party == one.Party),
            ],
            Change.OfRates { Series.Length: > 0 } one =>
            [
                until,
                Codes(members, administration => administration.Policies.Any(
                    policy => policy.ExchangeRateSeries == one.Series)),
            ],
            _ => [until, Codes(members, _ => true)],
        };
    }

    private static string[] Codes(MembershipView members, Func<Administration, bool> which) =>
        [.. members.Administrations.Where(one => which(one.Contract)).Select(one => one.Code)];
}
