using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using Npgsql;
using Enum = System.Enum;

namespace CrmClub.Suppliers.Ledger;

/// <summary>Writes claims into the ledger and tells what is used, in the transaction of whoever calls.</summary>
internal static class BalanceStore
{
    private const string Club = "club";

    /// <summary>Kg by the capacity of the year's last day, of a row of <c>balance</c> as b.</summary>
    public const string CapacitySql =
        """
        coalesce((
          SELECT c.capacity_tons_per_year * 1000 FROM facility_capacity c
          WHERE (c.facility, c.material, c.stage) = (b.facility, b.material, b.stage)
            AND c.valid_from <= make_date(b.year, 12, 31)
            AND (c.valid_to IS NULL OR c.valid_to > make_date(b.year, 12, 31))), 0)
        """;

    // In the order of the key: two writers that move the same accounts wait for each other and don't lock up.
    private const string ClaimSql =
        """
        WITH added AS (
          INSERT INTO capacity_claim (
            mrn, revision, item, facility, taken_back, certificate, material, stage, year, kg)
          SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
          RETURNING facility, material, stage, year, CASE WHEN taken_back THEN -kg ELSE kg END AS kg)
        INSERT INTO balance AS b (facility, material, stage, year, claimed_kg, declarations_seq)
        SELECT facility, material, stage, year, sum(kg), $11 FROM added
        GROUP BY facility, material, stage, year ORDER BY facility, material, stage, year
        ON CONFLICT (facility, material, stage, year) DO UPDATE SET claimed_kg = b.claimed_kg + excluded.claimed_kg,
          declarations_seq = greatest(b.declarations_seq, excluded.declarations_seq)
        RETURNING facility, material, stage, year
        """;

    /// <summary>Adds what is new of these, and tells once of each account that it moved.</summary>
    /// <param name="transaction">In which it is done.</param>
    /// <param name="decided">Revisions with their claims, in any order.</param>
    /// <param name="seq">Entry of Declarations' journal up to which claims are counted then.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task ClaimAsync(
        NpgsqlTransaction transaction, IEnumerable<DecidedDeclaration> decided, long seq, CancellationToken cancel)
    {
        var claims = decided.SelectMany(one => one.Claims.Select(claim => (One: one, Claim: claim))).ToList();
        if (claims.Count == 0)
            return;
        await using var command = new NpgsqlCommand(ClaimSql, transaction.Connection, transaction);
        Add(claims.Select(one => one.One.Mrn));
        Add(claims.Select(one => one.One.Revision));
        Add(claims.Select(one => one.Claim.Item));
        Add(claims.Select(one => one.Claim.Facility));
        Add(claims.Select(one => one.Claim.TakenBack));
        Add(claims.Select(one => one.Claim.Certificate));
        Add(claims.Select(one => one.Claim.Material));
        Add(claims.Select(one => one.Claim.Stage.ToString()));
        Add(claims.Select(one => one.Claim.Year));
        Add(claims.Select(one => decimal.Parse(one.Claim.Kg, CultureInfo.InvariantCulture)));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seq });
        var moved = new List<(string, string, Stage, int)>();
        await using (var rows = await command.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
                moved.Add((rows.GetString(0), rows.GetString(1), Enum.Parse<Stage>(rows.GetString(2)),
                    rows.GetInt32(3)));
        }

        foreach (var (facility, material, stage, year) in moved)
            await TellAsync(transaction, Club, new AccountQuery(facility, material, stage, year), cancel);

        void Add<T>(IEnumerable<T> values) =>
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. values] });
    }

    /// <summary>Tells what is used of the accounts that there are, as they are now.</summary>
    public static async Task TellAsync(
        NpgsqlTransaction transaction, string actor, AccountQuery query, CancellationToken cancel)
    {
        foreach (var used in await UsedAsync(transaction.Connection!, query, cancel))
            await transaction.AppendAsync(new NewEntry(actor, used.Facility, null, used), cancel);
    }

    /// <summary>What is used, by account.</summary>
    public static async Task<List<CapacityUsed>> UsedAsync(
        NpgsqlConnection connection, AccountQuery query, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT facility, material, stage, year, trim_scale(claimed_kg + handed_kg)::text,
              trim_scale({CapacitySql})::text, declarations_seq
            FROM balance b
            WHERE ($1 IS NULL OR facility = $1) AND ($2 IS NULL OR material = $2) AND ($3 IS NULL OR stage = $3)
              AND year BETWEEN $4 AND $5
            ORDER BY facility, material, stage, year
            """,
            connection);
        query.AddTo(command);
        var all = new List<CapacityUsed>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            all.Add(new CapacityUsed
            {
                Facility = rows.GetString(0),
                Material = rows.GetString(1),
                Stage = Enum.Parse<Stage>(rows.GetString(2)),
                Year = rows.GetInt32(3),
                UsedKg = rows.GetString(4),
                CapacityKg = rows.GetString(5),
                DeclarationsSeq = rows.GetInt64(6),
            });
        return all;
    }
}
