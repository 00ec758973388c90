using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using Npgsql;
using static CrmClub.Suppliers.Storage.SuppliersWriter;

namespace CrmClub.Suppliers.Grievances;

/// <summary>What complainants wrote, in tables of its own and encrypted.</summary>
internal sealed class SubmissionStore(NpgsqlDataSource database, GrievanceKeys keys)
{
    public async Task AddAsync(Work work, string grievance, Submission submission)
    {
        var (content, key) = keys.Seal(grievance, submission);
        await RunAsync(
            work,
            new("INSERT INTO submission (grievance, sealed) VALUES ($1, $2)")
            {
                Parameters = { Of(grievance), Of(content) },
            },
            new("INSERT INTO submission_key (grievance, wrapped) VALUES ($1, $2)")
            {
                Parameters = { Of(grievance), Of(key) },
            });
    }

    /// <summary>What was written; null once it is erased.</summary>
    public async Task<Submission?> FindAsync(string grievance, CancellationToken cancel)
    {
        await using var select = database.CreateCommand(
            """
            SELECT s.sealed, k.wrapped FROM submission s JOIN submission_key k USING (grievance) WHERE grievance = $1
            """);
        select.Parameters.Add(new() { Value = grievance });
        await using var rows = await select.ExecuteReaderAsync(cancel);
        return await rows.ReadAsync(cancel)
            ? keys.Open(grievance, rows.GetFieldValue<byte[]>(0), rows.GetFieldValue<byte[]>(1))
            : null;
    }

    public static Task EraseAsync(Work work, string grievance) => RunAsync(
        work,
        new("DELETE FROM submission_key WHERE grievance = $1") { Parameters = { Of(grievance) } },
        new("DELETE FROM submission WHERE grievance = $1") { Parameters = { Of(grievance) } });
}
