using CrmClub.Tariffs.Engine;
using Proto = CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>Club membership as the group "CLUB" of a document states it.</summary>
public sealed class CountryGroupMembership : IClubMembership
{
    private readonly ILookup<string, Validity> _members;

    private CountryGroupMembership(ILookup<string, Validity> members) => _members = members;

    /// <summary>Reads the group "CLUB" among the groups; without it nobody is a member.</summary>
    public static CountryGroupMembership From(IEnumerable<Proto.CountryGroup> groups) =>
        new(groups.Where(group => group.Id == CountryGroup.Club)
            .SelectMany(group => group.Members)
            .ToLookup(member => member.Country, member => Wire.Validity(member.ValidFrom, member.ValidTo)));

    /// <inheritdoc/>
    public bool IsMember(string country, DateOnly day)
    {
        foreach (var valid in _members[country])
        {
            if (valid.Covers(day))
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    /// <remarks>A document knows members alone: by it nobody accedes.</remarks>
    public decimal? PhaseInShare(string country, DateOnly day) => null;

    /// <inheritdoc/>
    /// <remarks>Nor is anybody suspended.</remarks>
    public Suspension? Suspension(string country, DateOnly day) => null;
}
