using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using Npgsql;

namespace CrmClub.Declarations.Storage;

/// <summary>Makes the parts of the coming months in which revisions are stored, long before they are needed.</summary>
internal sealed class MonthsAhead(NpgsqlDataSource database, TimeProvider time, ILogger<MonthsAhead> log)
    : BackgroundService
{
    private const int Ahead = 12;

    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(12);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>How many were missing.</summary>
    public static async Task<int> MakeAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("SELECT make_months($1)");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Ahead });
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var rest = LookEvery;
            try
            {
                await MakeAsync(database, stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                rest = TryAgainAfter;
                if (Failures.ReasonOf(failure) != ErrorReason.Unavailable)
                    log.NotMade(failure);
            }

            await Task.Delay(rest, time, stopping);
        }
    }
}

internal static partial class MonthsAheadLog
{
    [LoggerMessage(LogLevel.Error, "The parts of the coming months could not be made; it is tried again.")]
    public static partial void NotMade(this ILogger log, Exception failure);
}
