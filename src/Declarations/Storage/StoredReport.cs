using CrmClub.Contracts.Declarations.V1;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Storage;

/// <summary>A report as it is stored.</summary>
internal sealed record StoredReport(
    Guid Declaration,
    string Client,
    Guid RequestId,
    byte[] RequestHash,
    DeclarationReport Report)
{
    /// <summary>Of the table as r.</summary>
    public const string Columns = "r.declaration, r.client, r.request_id, r.request_hash, r.document";

    public static StoredReport Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetGuid(2),
        row.GetFieldValue<byte[]>(3),
        DeclarationReport.Parser.ParseFrom(row.GetFieldValue<byte[]>(4)));

    /// <summary>Of a control's result; null for other reports.</summary>
    public short? ControlOutcome => (short?)Report.Report.ControlResult?.Outcome;

    /// <summary>How the journal tells of it.</summary>
    public DeclarationReported ToEvent() => new()
    {
        Report = Report,
        Client = Client,
        RequestId = RequestId.ToString(),
        RequestHash = ByteString.CopyFrom(RequestHash),
    };
}
