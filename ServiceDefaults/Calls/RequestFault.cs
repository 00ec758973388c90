namespace CrmClub.ServiceDefaults.Calls;

/// <summary>The call itself is not as gRPC or the club demands; the message says what would be.</summary>
internal sealed class RequestFault(string message) : Exception(message);
