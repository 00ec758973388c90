using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Declarations.Auditing;

/// <summary>Holds every step of a risk profile against the entry that told of it.</summary>
internal sealed class ProfileAudit : RowAudit
{
    protected override async IAsyncEnumerable<AuditedRow> StoredAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT entry_id, document, id, version, state, proposed_by, coalesce(approved_by, '') FROM risk_profile
            """,
            connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var profile = RiskProfile.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1));
            (profile.Id, profile.Version, profile.State, profile.ProposedBy, profile.ApprovedBy) = (
                rows.GetString(2), rows.GetInt32(3), (RiskProfileState)rows.GetInt16(4), rows.GetString(5),
                rows.GetString(6));
            yield return Row(rows.GetInt64(0), profile);
        }
    }

    protected override IEnumerable<AuditedRow> MadeBy(long entryId, string kind, byte[] body)
    {
        if (kind == RiskProfileRecorded.Descriptor.FullName)
            yield return Row(entryId, RiskProfileRecorded.Parser.ParseFrom(body).Profile);
    }

    private static AuditedRow Row(long entryId, RiskProfile profile) =>
        new("risk_profile", $"entry={entryId}", entryId, profile);
}
