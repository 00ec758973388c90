using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CrmClub.Journal;

/// <summary>Registration of a service's founding.</summary>
public static class FoundingHosting
{
    /// <summary>Founds the service at its start; its health says when that is done.</summary>
    public static IHostApplicationBuilder AddFounding<TFounding>(this IHostApplicationBuilder builder)
        where TFounding : Founding
    {
        builder.Services.AddSingleton<FoundingDocuments>();
        builder.Services.AddSingleton<TFounding>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TFounding>());
        builder.Services.AddHealthChecks().AddCheck<TFounding>("founding");
        return builder;
    }
}
