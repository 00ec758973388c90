using System.Security.Cryptography;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;

namespace CrmClub.Declarations.Storage;

/// <summary>What identifies a declaration; written once.</summary>
internal sealed record Identity(
    Guid Id,
    string Mrn,
    MrnIssuer MrnIssuedBy,
    string Administration,
    string Declarant,
    string Lrn,
    string Client,
    Guid RequestId,
    DateOnly AcceptanceDay,
    byte[] RequestHash);

/// <summary>One revision of a declaration as it is stored.</summary>
internal sealed record StoredRevision(
    Identity Identity,
    int Revision,
    byte[] Document,
    byte[] DecisionBytes,
    string Cause,
    string? CauseKey,
    DateTime RecordedAt)
{
    private Declaration? _declaration;
    private StoredDecision? _decision;

    public Declaration Declaration => _declaration ??= Declaration.Parser.ParseFrom(Document);

    public StoredDecision Decision => _decision ??= StoredDecision.Parser.ParseFrom(DecisionBytes);

    /// <summary>
    /// SHA-256 over every column of the two rows, each with its length before it, so that no two contents read alike.
    /// </summary>
    public byte[] ContentHash()
    {
        using var content = new MemoryStream(Document.Length + DecisionBytes.Length + 512);
        using (var writer = new BinaryWriter(content))
        {
            writer.Write(Identity.Id.ToByteArray(bigEndian: true));
            writer.Write(Identity.Mrn);
            writer.Write((int)Identity.MrnIssuedBy);
            writer.Write(Identity.Administration);
            writer.Write(Identity.Declarant);
            writer.Write(Identity.Lrn);
            writer.Write(Identity.Client);
            writer.Write(Identity.RequestId.ToByteArray(bigEndian: true));
            writer.Write(Identity.AcceptanceDay.DayNumber);
            WriteBytes(writer, Identity.RequestHash);
            writer.Write(Revision);
            WriteBytes(writer, Document);
            WriteBytes(writer, DecisionBytes);
            writer.Write(Cause);
            writer.Write(CauseKey ?? "");
            writer.Write(RecordedAt.Ticks);
        }

        return SHA256.HashData(content.ToArray());
    }

    /// <summary>How the journal tells of it.</summary>
    public DecidedDeclaration ToEvent() => new()
    {
        Mrn = Identity.Mrn,
        Revision = Revision,
        Administration = Identity.Administration,
        AcceptanceDay = Wire.Day(Identity.AcceptanceDay),
        Duty = new() { Amount = Decision.Duty, Currency = Decision.Currency },
        ContentHash = ByteString.CopyFrom(ContentHash()),
        Cause = Cause,
    };

    private static void WriteBytes(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }
}
