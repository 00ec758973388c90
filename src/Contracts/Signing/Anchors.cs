using CrmClub.Contracts.Journal.V1;

namespace CrmClub.Contracts.Signing;

/// <summary>What a journal is now, beside a tree head that somebody kept.</summary>
public enum AnchorVerdict
{
    /// <summary>It begins with all that the kept head covers.</summary>
    Holds,

    /// <summary>It has fewer entries than the kept head covers.</summary>
    Truncated,

    /// <summary>It is of the same history, and begins otherwise: entries were altered and sealed anew.</summary>
    Forked,

    /// <summary>It knows nothing of the kept head's history: it was made anew.</summary>
    Rebuilt,
}

/// <summary>Holds journals against tree heads that were kept outside of the club.</summary>
public static class Anchors
{
    /// <summary>The verdict on one kept head.</summary>
    /// <param name="anchor">The kept head.</param>
    /// <param name="now">The journal's newest head; null where it has none.</param>
    /// <param name="epochs">Every history that the journal knows of.</param>
    /// <param name="path">The consistency proof between the two; null where there is none.</param>
    public static AnchorVerdict Of(
        TreeHead anchor, TreeHead? now, IEnumerable<string> epochs, IEnumerable<string>? path)
    {
        if (!epochs.Contains(anchor.Epoch))
            return AnchorVerdict.Rebuilt;
        if (now is null || anchor.Size > now.Size)
            return AnchorVerdict.Truncated;
        try
        {
            return path is not null && MerkleProofs.Extends(
                Convert.FromHexString(anchor.Root), anchor.Size, Convert.FromHexString(now.Root), now.Size,
                [.. path.Select(Convert.FromHexString)])
                ? AnchorVerdict.Holds : AnchorVerdict.Forked;
        }
        catch (FormatException)
        {
            return AnchorVerdict.Forked;
        }
    }
}
