using System.Diagnostics;
using System.Threading.RateLimiting;
using OpenTelemetry.Trace;

namespace CrmClub.ServiceDefaults;

/// <summary>
/// Which traces begin here: every one while there are few, and no more than can be looked at while there are thousands
/// a second. A query or call that nothing asked for is a look whether there is work: it begins none.
/// </summary>
internal sealed class TraceBudget : Sampler, IDisposable
{
    /// <summary>Traces that one host begins a second under load.</summary>
    internal const int TracesPerSecond = 10;

    /// <summary>Traces that a rested host begins at once.</summary>
    internal const int TracesAtOnce = 50;

    private readonly TokenBucketRateLimiter _budget = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = TracesAtOnce,
        TokensPerPeriod = TracesPerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    });

    /// <summary>The sampler of a host: what it begins has a budget, what another began is followed.</summary>
    /// <param name="atDoor">Callers of the gateway may ask for a trace, but don't decide.</param>
    internal static Sampler For(bool atDoor)
    {
        var budget = new TraceBudget();
        return atDoor ? new ParentBasedSampler(budget, remoteParentSampled: budget) : new ParentBasedSampler(budget);
    }

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind != ActivityKind.Client && _budget.AttemptAcquire().IsAcquired
            ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);

    public void Dispose() => _budget.Dispose();
}
