using CrmClub.Contracts.Declarations.V1;
using Google.Api;
using Google.Protobuf.Reflection;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Every RPC of the contracts, from their descriptors: what is added later is in the matrix at once.</summary>
internal static class Rpcs
{
    public static IReadOnlyList<MethodDescriptor> All { get; } =
        [.. typeof(Declaration).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>()
        .SelectMany(file => file.Services).SelectMany(service => service.Methods)
        .OrderBy(method => method.FullName, StringComparer.Ordinal)];

    /// <summary>As gRPC and the access table write it.</summary>
    public static string Path(MethodDescriptor rpc) => $"/{rpc.Service.FullName}/{rpc.Name}";

    /// <summary>The services that serve it: each has a journal, any other contract is of one alone.</summary>
    public static IReadOnlyList<string> ServedBy(MethodDescriptor rpc) =>
        rpc.File.Package.Split('.')[1] is var area && AppHost.Club.Services.Contains(area)
            ? [area]
            : AppHost.Club.Services;

    /// <summary>Whether it is for services among themselves, and has no way through the gateway.</summary>
    public static bool IsInside(MethodDescriptor rpc) => rpc.Service.Name == "JournalService";

    /// <summary>Whether the gateway is told by metadata which service is meant.</summary>
    public static bool IsNamed(MethodDescriptor rpc) => rpc.Service.Name is "AuditService" or "CopyService";

    /// <summary>Its JSON form, null where it has none.</summary>
    public static HttpRule? Json(MethodDescriptor rpc) => rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http);
}
