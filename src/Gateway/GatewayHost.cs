using System.Diagnostics;
using System.Threading.RateLimiting;
using CrmClub.Gateway.OpenApi;
using CrmClub.ServiceDefaults;

namespace CrmClub.Gateway;

/// <summary>The one door of the club.</summary>
public static class GatewayHost
{
    /// <summary>The host, not started.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddHostDefaults("gateway");
        builder.AddConnectionLimit();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<DistributedContextPropagator, TraceOnly>();
        builder.Services.AddOptions<RateLimits>().BindConfiguration(RateLimits.Section);
        builder.Services.AddSingleton<Buckets>();
        builder.Services.AddOptions<HourlyLimits>().BindConfiguration(HourlyLimits.Section);
        builder.Services.AddSingleton<HourlyBuckets>();
        builder.Services.AddSingleton(new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = builder.Configuration.GetValue("Gateway:CallsAtOnceMax", RateLimits.CallsAtOnceMax),
            QueueLimit = 0,
        }));
        builder.Services.AddRequestTimeouts();
        builder.Services.AddReverseProxy()
            .LoadFromMemory(Routes.All, Clusters.All)
            .AddTransforms(Headers.Apply)
            .ConfigureHttpClient((_, connections) => Clusters.Watch(connections))
            .AddServiceDiscoveryDestinationResolver();
        builder.AddReflection();

        var app = builder.Build();
        app.UseMiddleware<LocalProbes>();
        app.UseMiddleware<GatewayFailure>();
        app.UseRouting();
        app.UseWhen(context => !LocalProbes.IsProbe(context.Request.Path), calls => calls.UseMiddleware<RateLimit>());
        app.UseRequestTimeouts();
        app.MapHealth();
        app.MapReflection();
        app.MapApi();
        app.MapReverseProxy();
        app.MapFallback(NoRoute.AnswerAsync);
        return app;
    }
}
