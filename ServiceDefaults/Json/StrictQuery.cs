using CrmClub.Contracts.Common.V1;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;

namespace CrmClub.ServiceDefaults.Json;

/// <summary>
/// Finds what transcoding would pass over in silence: a query parameter that is no field of the request. A misspelled
/// day would otherwise be answered for today.
/// </summary>
internal static class StrictQuery
{
    /// <summary>Every parameter that the request does not know.</summary>
    /// <param name="request">The request's message; null where the body is the whole request.</param>
    /// <param name="query">The parameters, by field name, nested ones with dots.</param>
    internal static IReadOnlyList<Violation> Check(MessageDescriptor? request, IQueryCollection query)
    {
        var unknown = new Errors.Violations();
        var accepted = request is null ? "nothing" : string.Join(", ", request.Fields.InFieldNumberOrder()
            .Select(field => field.JsonName));
        foreach (var name in query.Keys.Where(name => !IsField(request, name)))
            unknown.Add(name, "", "UNKNOWN_FIELD", name, accepted, "The request has no such field.");
        return unknown.All;
    }

    private static bool IsField(MessageDescriptor? message, string path)
    {
        foreach (var name in path.Split('.'))
        {
            var field = message?.Fields.InFieldNumberOrder()
                .FirstOrDefault(field => field.JsonName == name || field.Name == name);
            if (field is null)
                return false;
            message = field.FieldType == FieldType.Message ? field.MessageType : null;
        }
        return true;
    }
}
