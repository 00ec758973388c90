using Grpc.Reflection;

namespace CrmClub.Gateway;

/// <summary>gRPC reflection of what has a route, in Development only.</summary>
internal static class Reflection
{
    internal static void AddReflection(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
            return;
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new ReflectionServiceImpl(
            [.. Routes.Public.SelectMany(area => area.Contracts), .. Routes.Common]));
    }

    internal static void MapReflection(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            app.MapGrpcService<ReflectionServiceImpl>();
    }
}
