namespace CrmClub.Gateway;

/// <summary>Calls a second by kind of caller; a bucket holds two seconds' worth.</summary>
public sealed class RateLimits
{
    public const string Section = "Gateway:CallsPerSecond";

    /// <summary>Buckets kept at once; beyond them, strangers of one address share its own.</summary>
    public const int BucketsMax = 10_000;

    /// <summary>Calls under way at once, unless <c>Gateway:CallsAtOnceMax</c> says otherwise; none waits.</summary>
    public const int CallsAtOnceMax = 256;

    /// <summary>A customs system.</summary>
    public int System { get; set; } = 2000;

    /// <summary>A person.</summary>
    public int Person { get; set; } = 50;

    /// <summary>Somebody without a token.</summary>
    public int Anonymous { get; set; } = 20;

    /// <summary>All callers of one address: an unchecked token can bear any name.</summary>
    public int Address { get; set; } = 10_000;
}
