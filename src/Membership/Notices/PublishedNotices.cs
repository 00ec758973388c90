using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Notices;

/// <summary>All notices, in memory: everybody reads them, and often.</summary>
internal sealed class PublishedNotices
{
    private volatile IReadOnlyList<Notice> _all = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Notice> All => _all;

    public void Replace(IReadOnlyList<Notice> notices) => _all = notices;
}
