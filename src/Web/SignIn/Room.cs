using System.Security.Claims;

namespace CrmClub.Web.SignIn;

/// <summary>A page that is not everybody's daily work, and so stands in a list that folds out.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Name">Of its title's text.</param>
/// <param name="Policy">Who may see it.</param>
/// <param name="IsHome">Whether who may see no other page is led to it.</param>
internal sealed record Room(string Path, string Name, string Policy, bool IsHome = false)
{
    internal static readonly IReadOnlyList<Room> All =
    [
        new("/codes", "Codes.Title", Access.Secretariat),
        new("/notices", "Notices.Title", Access.Secretariat),
        new("/risk", "Risk.Title", Access.Controls),
        new("/grievances", "Grievances.Title", Access.Grievances),
        new("/filing", "Filing.Title", Access.Filing, IsHome: true),
        new("/cases", "Cases.Nav", Access.Customs, IsHome: true),
        new("/sandbox", "Sandbox.Title", Access.Sandbox, IsHome: true),
        new("/audit", "Audit.Title", Access.Oversight),
        new("/operations", "Operations.Title", Access.Oversight),
    ];

    /// <summary>Those that the person may see.</summary>
    internal static IEnumerable<Room> For(ClaimsPrincipal user) => All.Where(one => Access.IsFor(one.Policy, user));
}
