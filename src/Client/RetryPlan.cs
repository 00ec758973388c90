using Grpc.Core;

namespace CrmClub.Client;

/// <summary>Whether, and after what wait, one call is tried again. One plan serves one call.</summary>
/// <param name="within">Time for all tries together.</param>
internal sealed class RetryPlan(TimeSpan within)
{
    internal static readonly TimeSpan BackoffFirst = TimeSpan.FromMilliseconds(200);
    internal static readonly TimeSpan BackoffMax = TimeSpan.FromSeconds(3);

    private TimeSpan _backoff = BackoffFirst;
    private bool _waitedAsAsked;
    private bool _signedInAgain;

    /// <summary>The wait before the next try; null where there is none.</summary>
    public TimeSpan? Next(Refusal refusal, TimeSpan elapsed, double jitter)
    {
        var wait = refusal.Code switch
        {
            // The outcome of a call that ran out of time is unknown: the same request_id makes it safe to ask again.
            StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled => BackOff(jitter),
            StatusCode.ResourceExhausted => refusal.RetryAfter is { } asked && Once(ref _waitedAsAsked) ? asked : null,
            StatusCode.Unauthenticated => Once(ref _signedInAgain) ? TimeSpan.Zero : null,
            _ => (TimeSpan?)null,
        };
        return wait is { } time && elapsed + time < within ? time : null;
    }

    private TimeSpan BackOff(double jitter)
    {
        var wait = _backoff * (0.8 + (0.4 * jitter));
        _backoff = _backoff * 2 < BackoffMax ? _backoff * 2 : BackoffMax;
        return wait;
    }

    private static bool Once(ref bool done)
    {
        if (done) return false;
        done = true;
        return true;
    }
}
