namespace CrmClub.Declarations.Capacity;

/// <summary>Keeps memory in step with the journal: other replicas claim, too.</summary>
internal sealed class CapacityFollower(CapacityCopy copy, TimeProvider time, ILogger<CapacityFollower> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var look = new PeriodicTimer(LookEvery, time);
        do
        {
            try
            {
                await copy.RefreshAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.NotFollowed(failure);
            }
        }
        while (await look.WaitForNextTickAsync(stoppingToken));
    }
}

internal static partial class CapacityFollowerLog
{
    [LoggerMessage(LogLevel.Warning, "What is used of capacities could not be read; it is tried again.")]
    public static partial void NotFollowed(this ILogger log, Exception failure);
}
