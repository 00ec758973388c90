using CrmClub.Contracts.Declarations.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using Npgsql;

namespace CrmClub.Declarations.Adjustments;

/// <summary>Reads adjustments with what became of them, as they are on the legal day of their administration.</summary>
internal sealed class AdjustmentReader(NpgsqlDataSource database, MembershipState members, ClubTime clock)
{
    /// <summary>Those of the table as a that a condition names.</summary>
    public async Task<List<Adjustment>> ReadAsync(
        string condition, CancellationToken cancel, params NpgsqlParameter[] parameters)
    {
        var proposed = new List<Adjustment>();
        await using (var command = database.CreateCommand(
            $"SELECT {AdjustmentRows.Columns} FROM adjustment a WHERE {condition}"))
        {
            command.Parameters.AddRange(parameters);
            await using var rows = await command.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
                proposed.Add(AdjustmentRows.Read(rows));
        }

        var reports = await ReportsAsync(proposed, cancel);
        return proposed.ConvertAll(one => new AdjustmentLife(one, [.. reports[one.Id]]).On(Today(one.Administration)));
    }

    /// <summary>Legal day of an administration.</summary>
    public DateOnly Today(string administration) =>
        clock.Today(members.View.Administration(administration)!.TimeZone);

    private async Task<ILookup<string, AdjustmentReport>> ReportsAsync(
        List<Adjustment> proposed, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "SELECT document FROM adjustment_report WHERE adjustment = ANY ($1) ORDER BY adjustment, number");
        command.Parameters.Add(
            new NpgsqlParameter<Guid[]> { TypedValue = [.. proposed.Select(one => Guid.Parse(one.Id))] });
        var reports = new List<AdjustmentReport>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            reports.Add(AdjustmentReport.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)));
        return reports.ToLookup(one => one.Adjustment);
    }
}
