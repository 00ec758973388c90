namespace CrmClub.AppHost;

/// <summary>Why the club can't start, in one sentence that says what to do.</summary>
public sealed class ClubFault(string message) : Exception(message);
