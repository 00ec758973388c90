using Google.Protobuf;

namespace CrmClub.Journal;

/// <summary>What a business transaction writes into its service's journal.</summary>
/// <param name="Actor">Object id of a person, client id of a system, or "club" for what a rule did by itself.</param>
/// <param name="Subject">What it is about; order is kept per subject.</param>
/// <param name="EffectiveDay">Legal day from which it counts, where it has one.</param>
/// <param name="Event">The event; its full message name becomes the entry's kind. At most 512 KiB.</param>
public sealed record NewEntry(string Actor, string Subject, DateOnly? EffectiveDay, IMessage Event);
