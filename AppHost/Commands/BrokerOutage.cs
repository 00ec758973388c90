using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CrmClub.AppHost.Commands;

/// <summary>Takes the broker away for a while: the club decides on, and is in step again afterwards.</summary>
internal static class BrokerOutage
{
    private const int SecondsMax = 600;
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static void WithOutage(this IResourceBuilder<IResource> broker) => broker.WithCommand(
        "outage", "Stop and start", RunAsync, new CommandOptions
        {
            Description = "Stops the broker, and starts it after some seconds",
            IconName = "PlugDisconnected",
            Arguments = [ClubCommand.Number("seconds", "Seconds without it", "30")],
        }.WhileRunning());

    private static async Task<ExecuteCommandResult> RunAsync(ExecuteCommandContext context)
    {
        if (context.Arguments.GetInt32("seconds") is not (>= 0 and <= SecondsMax and var seconds))
            return CommandResults.Failure($"An outage lasts from 0 to {SecondsMax} seconds: give such a number.");
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        var began = Stopwatch.GetTimestamp();
        var stopped = await commands.ExecuteCommandAsync(
            context.ResourceName, KnownResourceCommands.StopCommand, context.CancellationToken);
        if (!stopped.Success) return stopped;
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), context.CancellationToken);
        }
        finally
        {
            // Also where whoever asked has gone: a broker that nobody starts again is no outage but an end.
            await commands.ExecuteCommandAsync(
                context.ResourceName, KnownResourceCommands.StartCommand, CancellationToken.None);
        }

        var started = Stopwatch.GetTimestamp();
        if (!await IsBackAsync(context))
            return CommandResults.Failure(
                $"The broker is not healthy after {BackWithin.TotalSeconds} s: look into its console log.");
        var told = $"The broker was away for {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, and took "
            + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s of these to start.";
        // Twice: the dashboard shows the one, aspire resource the other.
        return CommandResults.Success(told, told, CommandResultFormat.Text);
    }

    /// <summary>Asks itself: what the host says of a resource that has just started is from before.</summary>
    private static async Task<bool> IsBackAsync(ExecuteCommandContext context)
    {
        var checks = context.Services.GetRequiredService<HealthCheckService>();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < BackWithin)
        {
            var report = await checks.CheckHealthAsync(check => check.Name == "rabbitmq", context.CancellationToken);
            if (report.Status == HealthStatus.Healthy) return true;
            await Task.Delay(Pause, context.CancellationToken);
        }
        return false;
    }
}
