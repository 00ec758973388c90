namespace CrmClub.Tariffs.Duty;

/// <summary>What a bulk calculation may take.</summary>
public sealed class BulkLimits
{
    public const string Section = "Tariffs:Bulk";

    /// <summary>Consignments of a chunk: with many measures on each, their answers still fit into a message.</summary>
    public int ConsignmentsPerChunkMax { get; set; } = 100;

    /// <summary>Streams at once; none waits.</summary>
    public int StreamsAtOnceMax { get; set; } = 16;

    /// <summary>A stream on which nothing comes in ends after so long.</summary>
    public TimeSpan SilenceMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Any stream ends after so long: what it answers by does not grow old.</summary>
    public TimeSpan TimeMax { get; set; } = TimeSpan.FromMinutes(10);
}
