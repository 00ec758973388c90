namespace CrmClub.Declarations.Watching;

/// <summary>What watches may take.</summary>
public sealed class WatchLimits
{
    public const string Section = "Declarations:Watch";

    /// <summary>Watches at once; none waits.</summary>
    public int WatchesAtOnceMax { get; set; } = 256;

    /// <summary>How often the journal is looked at for all watches together.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often it is asked whether the caller may still see what it watches.</summary>
    public TimeSpan CheckEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>While there is nothing to say, the other side is told so often that the watch lives.</summary>
    public TimeSpan HeartbeatEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Any watch ends after so long, in order: a token is not good for ever.</summary>
    public TimeSpan TimeMax { get; set; } = TimeSpan.FromMinutes(10);
}
