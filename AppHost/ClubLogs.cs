using System.Text.RegularExpressions;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.Hosting;

namespace CrmClub.AppHost;

/// <summary>Keeps what each resource prints in <c>logs/</c>, anew at each start of the club.</summary>
public sealed partial class ClubLogs(Club club, ResourceLoggerService logs, IHostApplicationLifetime life)
    : IDistributedApplicationEventingSubscriber
{
    public Task SubscribeAsync(
        IDistributedApplicationEventing events,
        DistributedApplicationExecutionContext context,
        CancellationToken cancel)
    {
        events.Subscribe<BeforeStartEvent>((start, startCancel) =>
        {
            foreach (var resource in start.Model.Resources.Where(r => r.HasAnnotationOfType<PartOfClub>()))
                _ = KeepAsync(resource, life.ApplicationStopped);
            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colour();

    private async Task KeepAsync(IResource resource, CancellationToken stop)
    {
        var folder = Directory.CreateDirectory(club.Folder.File("logs"), UnixFileMode.UserRead
            | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        await using var file = new StreamWriter(Path.Combine(folder, $"{resource.Name}.log"));
        try
        {
            await foreach (var lines in logs.WatchAsync(resource).WithCancellation(stop))
            {
                foreach (var line in lines) await file.WriteLineAsync(Colour().Replace(line.Content, ""));
                await file.FlushAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The club has stopped.
        }
    }
}
