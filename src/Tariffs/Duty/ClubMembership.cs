using CrmClub.Membership.Copy;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Tariffs.Duty;

/// <summary>Who is a member, from the copy of Membership.</summary>
internal sealed class ClubMembership(MembershipView view) : IClubMembership
{
    public bool IsMember(string country, DateOnly day) => view.IsMember(country, day);

    public decimal? PhaseInShare(string country, DateOnly day) =>
        view.PhaseInShare(country, day);

    public Suspension? Suspension(string country, DateOnly day) =>
        view.SuspendedSince(country, day) is { } since ? new(since, view.DaysOnTheWay(day)) : null;
}
