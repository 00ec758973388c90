using Google.Protobuf.Reflection;

namespace CrmClub.Contracts.Json;

/// <summary>Messages of protobuf itself, whose JSON form is not that of their fields.</summary>
internal static class WellKnown
{
    public static bool Is(MessageDescriptor message) => message.File.Package == "google.protobuf";

    /// <summary>Anything may stand there, or the parser alone knows what.</summary>
    public static bool IsFree(MessageDescriptor message) =>
        message.Name is not ("Timestamp" or "Duration" or "FieldMask");
}
