using Microsoft.Extensions.Logging;

namespace CrmClub.Journal;

/// <summary>What the journal tells operators.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(1, LogLevel.Information, "This process seals the journal now; {Size} entries are sealed.")]
    public static partial void Leading(ILogger log, long size);

    [LoggerMessage(2, LogLevel.Warning, "Sealing stopped; it begins again when the lock is won.")]
    public static partial void SealerFailed(ILogger log, Exception cause);

    [LoggerMessage(3, LogLevel.Critical, "The tree of {Size} stored leaves has not the root of the newest head.")]
    public static partial void TreeDiffers(ILogger log, long size);

    [LoggerMessage(4, LogLevel.Warning, "Batch {First} to {Last} was not confirmed; it is sent again in {Delay}.")]
    public static partial void NotConfirmed(ILogger log, Exception cause, long first, long last, TimeSpan delay);

    [LoggerMessage(5, LogLevel.Warning, "Publishing stopped; it begins again in {Delay}.")]
    public static partial void PublisherFailed(ILogger log, Exception cause, TimeSpan delay);

    [LoggerMessage(6, LogLevel.Warning, "Batch {First} to {Last} of {Producer} could not be taken; again in {Delay}.")]
    public static partial void NotTaken(
        ILogger log, Exception cause, string producer, long first, long last, TimeSpan delay);

    [LoggerMessage(7, LogLevel.Warning, "Batch {First} to {Last} of {Producer} is left to be read as a gap.")]
    public static partial void LeftAsGap(ILogger log, string producer, long first, long last);

    [LoggerMessage(8, LogLevel.Information, "Reading {First} to {Last} from {Producer}: they did not come by message.")]
    public static partial void ReadingGap(ILogger log, string producer, long first, long last);

    [LoggerMessage(9, LogLevel.Critical, "Nothing of {Producer} is applied: {Why}")]
    public static partial void Refused(ILogger log, string producer, string why);

    [LoggerMessage(10, LogLevel.Warning,
        "{Producer} was restored. All that is copied of it, up to entry {Seq}, stands: the copy goes on in {Epoch}.")]
    public static partial void GoesOn(ILogger log, string producer, long seq, string epoch);

    [LoggerMessage(23, LogLevel.Error,
        "{Producer} had sealed {Size} entries before it was restored, and {Stands} of them stand: the rest is lost.")]
    public static partial void LostEnd(ILogger log, string producer, long size, long stands);

    [LoggerMessage(11, LogLevel.Critical, "A batch of {Producer} is malformed at {Seq}: dropped.")]
    public static partial void Malformed(ILogger log, string producer, long seq);

    [LoggerMessage(12, LogLevel.Error, "Item {Item} of entry {Seq} of {Producer}, kind {Kind}, is parked.")]
    public static partial void Parked(
        ILogger log, Exception? cause, string producer, long seq, int item, string kind);

    [LoggerMessage(13, LogLevel.Debug, "Item {Item} of entry {Seq} of {Producer} waits behind a parked one.")]
    public static partial void ParkedBehind(ILogger log, string producer, long seq, int item);

    [LoggerMessage(14, LogLevel.Information, "The copy of {Producer} begins at entry {Seq} with {Records} records.")]
    public static partial void SnapshotTaken(ILogger log, string producer, long seq, int records);

    [LoggerMessage(15, LogLevel.Warning, "No snapshot of {Producer} yet; again in {Delay}.")]
    public static partial void NoSnapshot(ILogger log, Exception cause, string producer, TimeSpan delay);

    [LoggerMessage(16, LogLevel.Warning, "The copies' cursors could not be read or followed.")]
    public static partial void RefreshFailed(ILogger log, Exception cause);

    [LoggerMessage(17, LogLevel.Warning, "Item {Item} of entry {Seq} of {Producer} failed again in the replay.")]
    public static partial void ReplayFailed(ILogger log, Exception cause, string producer, long seq, int item);

    [LoggerMessage(19, LogLevel.Error,
        "{Producer} answers, but was not heard on the broker for {Age}; its queue is consumed: {Consumed}.")]
    public static partial void Silent(ILogger log, string producer, TimeSpan age, bool consumed);

    [LoggerMessage(20, LogLevel.Warning, "The queue of {Producer} could not be started anew.")]
    public static partial void WatchFailed(ILogger log, Exception cause, string producer);

    [LoggerMessage(21, LogLevel.Warning, "The other replicas can't be heard; what they change is seen later.")]
    public static partial void NoNews(ILogger log, Exception cause);

    [LoggerMessage(22, LogLevel.Warning, "Sealed entries are left unpublished until the service starts again.")]
    public static partial void LeftUnpublished(ILogger log, Exception cause);

    [LoggerMessage(18, LogLevel.Debug, "The database did not answer a measurement.")]
    public static partial void NotMeasured(ILogger log, Exception cause);
}
