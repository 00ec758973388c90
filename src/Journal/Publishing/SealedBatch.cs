namespace CrmClub.Journal;

/// <summary>The one message type on the bus.</summary>
/// <param name="Body">A serialized <c>crmclub.journal.v1.Batch</c>.</param>
public sealed record SealedBatch(byte[] Body);
