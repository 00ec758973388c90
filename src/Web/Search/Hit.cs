namespace CrmClub.Web.Search;

/// <summary>What was found, in the order in which it is shown.</summary>
public enum HitKind
{
    /// <summary>A page by its name.</summary>
    Page,

    /// <summary>A goods code.</summary>
    Goods,

    /// <summary>A declaration.</summary>
    Declaration,

    /// <summary>A certificate.</summary>
    Certificate,

    /// <summary>A facility, by its number, name or operator.</summary>
    Facility,

    /// <summary>A proposal.</summary>
    Proposal,

    /// <summary>A tariff quota.</summary>
    Quota,

    /// <summary>A party.</summary>
    Party,

    /// <summary>A ballot.</summary>
    Ballot,

    /// <summary>A grievance.</summary>
    Grievance,

    /// <summary>A notice.</summary>
    Notice,
}

/// <summary>Something that was found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Address">Its page.</param>
/// <param name="Name">Its number or name.</param>
/// <param name="Detail">What more tells it apart; empty where nothing does.</param>
/// <param name="IsExact">Whether it is what was typed, and does not only have it in it.</param>
public sealed record Hit(HitKind Kind, string Address, string Name, string Detail, bool IsExact);
