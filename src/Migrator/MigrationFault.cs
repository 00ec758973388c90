namespace CrmClub.Migrator;

/// <summary>Why the schema can't be brought up to date, in one sentence.</summary>
public sealed class MigrationFault(string message, Exception? cause = null) : Exception(message, cause);
