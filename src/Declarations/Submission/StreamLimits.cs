namespace CrmClub.Declarations.Submission;

/// <summary>What a stream of declarations may take.</summary>
public sealed class StreamLimits
{
    public const string Section = "Declarations:Stream";

    /// <summary>Chunks of one stream that are read and not yet answered; the next is read when one is.</summary>
    public int ChunksInWorkMax { get; set; } = 8;

    /// <summary>Streams at once; none waits.</summary>
    public int StreamsAtOnceMax { get; set; } = 64;

    /// <summary>A stream on which nothing comes in ends after so long.</summary>
    public TimeSpan SilenceMax { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>While there is nothing to say, the other side is told so often that the stream lives.</summary>
    public TimeSpan HeartbeatEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Any stream ends after so long: a token is not good for ever.</summary>
    public TimeSpan TimeMax { get; set; } = TimeSpan.FromMinutes(10);
}
