using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Groups;

/// <summary>Every version of every country group, in memory.</summary>
internal sealed class KnownGroups
{
    private volatile IReadOnlyList<CountryGroup> _all = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<CountryGroup> All => _all;

    public void Replace(IReadOnlyList<CountryGroup> groups) => _all = groups;
}
