using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using Npgsql;

namespace CrmClub.Declarations.Accounts;

/// <summary>
/// Checks the accounts without end, a stretch at a time, from their opening to the newest entry and again. Takes a
/// twentieth of its time, so that the work itself keeps its speed.
/// </summary>
internal sealed class AccountWatch(
    NpgsqlDataSource database, DeclarationMetrics metrics, TimeProvider time, ILogger<AccountWatch> log)
    : BackgroundService
{
    private const int StretchEntries = 20;
    private const int RestPerWork = 20;
    private const long Begin = -1;

    private static readonly TimeSpan RestMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RestAtEnd = TimeSpan.FromSeconds(2);

    private readonly HashSet<Unexplained> _told = [];
    private long _reached = Begin;
    private decimal _sum;
    private decimal _former;

    /// <summary>Amount that nothing explains, whatever its sign and currency: of this round, or of the one before
    /// where that found more.</summary>
    public decimal Amount { get; private set; }

    /// <summary>Checks the next stretch; true where it was the last of a round.</summary>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        var stretch = await AccountCheck.NextAsync(database, _reached, StretchEntries, cancel);
        foreach (var one in stretch.Found)
        {
            _sum += Math.Abs(one.Posting.Amount);
            if (_told.Add(one))
                log.NotExplained(one.Posting.Amount, one.Posting.Currency, one.Posting.Administration, one.Entry);
        }

        if (stretch.IsEnd)
            (_reached, _former, _sum) = (Begin, _sum, 0);
        else
            _reached = stretch.Last;
        Amount = Math.Max(_sum, _former);
        return stretch.IsEnd;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        metrics.Observe(this);
        while (!stopping.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            var rest = RestAtEnd;
            try
            {
                if (!await StepAsync(stopping))
                    rest = time.GetElapsedTime(began) * RestPerWork;
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                if (Failures.ReasonOf(failure) != ErrorReason.Unavailable)
                    log.CheckFailed(failure);
            }

            await Task.Delay(rest < RestMin ? RestMin : rest, time, stopping);
        }
    }
}

internal static partial class AccountWatchLog
{
    [LoggerMessage(LogLevel.Critical,
        "{Amount} {Currency} in the account of {Administration} is not explained by what entry {Entry} decided.")]
    public static partial void NotExplained(
        this ILogger log, decimal amount, string currency, string administration, long entry);

    [LoggerMessage(LogLevel.Error, "The accounts could not be checked; it is tried again.")]
    public static partial void CheckFailed(this ILogger log, Exception failure);
}
