using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Calls;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Json;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmClub.ServiceDefaults;

/// <summary>What every service of the club has.</summary>
public static class ServiceHosting
{
    /// <summary>
    /// Kestrel's two endpoints and limits, telemetry, health, authentication, gRPC with the interceptors, JSON
    /// transcoding, an <c>NpgsqlDataSource</c> from the connection string named like the service, and
    /// <see cref="ClubTime"/>.
    /// </summary>
    /// <param name="builder">The service's host.</param>
    /// <param name="service">The service's name, for instance "tariffs".</param>
    /// <exception cref="InvalidOperationException">A setting that Production forbids.</exception>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.AddHostDefaults(service);
        builder.AddDatabase(service);
        builder.AddClubTime();
        builder.AddClubIdentity();
        builder.AddCalls();
        return builder;
    }

    /// <summary>Health, gRPC health, reflection in development, and the pipeline's middleware.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseRouting();
        app.UseMiddleware<MalformedMessage>();
        app.UseMiddleware<CallTime>();
        app.UseMiddleware<StrictJsonCall>();
        app.MapHealth();
        app.MapGrpcHealthChecksService();
        if (app.Environment.IsDevelopment())
            app.MapGrpcReflectionService();
        return app;
    }

    private static void AddCalls(this WebApplicationBuilder builder)
    {
        // Singletons, because gRPC would otherwise make each interceptor anew for each call.
        builder.Services.AddSingleton<ErrorInterceptor>();
        builder.Services.AddSingleton<DeadlineInterceptor>();
        builder.Services.AddSingleton<AuthorizationInterceptor>();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = CallLimits.MessageReceivedBytesMax;
            options.MaxSendMessageSize = CallLimits.MessageSentBytesMax;
            options.EnableDetailedErrors = false;
            options.Interceptors.Add<ErrorInterceptor>();
            options.Interceptors.Add<DeadlineInterceptor>();
            options.Interceptors.Add<AuthorizationInterceptor>();
        }).AddJsonTranscoding(options => options.TypeRegistry = TypeRegistry.FromFiles(
            ErrorDetailsReflection.Descriptor, CommonReflection.Descriptor, ErrorsReflection.Descriptor));
        // After gRPC's own setup, which fills an empty list: a compressed request is refused, not inflated.
        builder.Services.PostConfigure<GrpcServiceOptions>(options => options.CompressionProviders.Clear());
        builder.Services.AddGrpcHealthChecks();
        if (builder.Environment.IsDevelopment())
            builder.Services.AddGrpcReflection();
        // A refused call is an answer, not a fault: gRPC would log each with its stack.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.Critical);
    }
}
