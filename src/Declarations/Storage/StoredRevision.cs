using System.Security.Cryptography;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;

namespace CrmClub.Declarations.Storage;

/// <summary>What identifies a declaration; written once, but for the day on which it is accepted.</summary>
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
    byte[] RequestHash)
{
    /// <summary>The day of acceptance of what is not accepted yet: infinity in the database.</summary>
    public static readonly DateOnly NotAccepted = DateOnly.MaxValue;
}

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

    /// <summary>Of this revision: one that was prelodged has none, whatever became of it later.</summary>
    public DateOnly AcceptanceDay =>
        Decision.ProvisionalDay.Length > 0 ? Identity.NotAccepted : Identity.AcceptanceDay;

    /// <summary>The day by whose rules it is decided.</summary>
    public DateOnly Day => Decision.ProvisionalDay.Length > 0
        ? Wire.ParseDay(Decision.ProvisionalDay) : Identity.AcceptanceDay;

    /// <summary>What is due by it; what is prelodged bears nothing yet.</summary>
    public decimal DutyThatCounts => Decision.ProvisionalDay.Length > 0 ? 0 : Wire.ParseDecimal(Decision.Duty);

    /// <summary>Whether a risk profile holds it until a control's result is reported.</summary>
    public bool IsHeld => Decision.Items.Any(item => item.Control is { Holds: true });

    /// <summary>The state in which it begins.</summary>
    public DeclarationState State => Decision switch
    {
        { Invalidated: true } => DeclarationState.Invalidated,
        { ProvisionalDay.Length: > 0 } => DeclarationState.Prelodged,
        _ when IsHeld => DeclarationState.UnderControl,
        _ => DeclarationState.Accepted,
    };

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
            writer.Write(AcceptanceDay.DayNumber);
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
        AcceptanceDay = Declared.Day(AcceptanceDay),
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

/// <summary>Days of acceptance as they are written.</summary>
internal static class Declared
{
    /// <summary>Empty where it is not accepted.</summary>
    public static string Day(DateOnly acceptanceDay) =>
        acceptanceDay == Identity.NotAccepted ? "" : Wire.Day(acceptanceDay);
}
