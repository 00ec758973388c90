using System.Text.Json.Nodes;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.System.Tests.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Who may call what: each role by every way to every RPC of the running club, against the table.</summary>
public sealed class RoleTests(RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_InEachRole_IsAnsweredAsTheTableSays()
    {
        using var forge = await Forge.OfAsync(running.Club, Cancel);
        using var doors = new Doors(running.Club);
        await Cells.AllRightAsync([.. Bearers(forge)], doors.All,
            (bearer, way, cancel) => way.CallAsync(bearer.Authorization, cancel), IsRight);
    }

    private static bool IsRight(Bearer bearer, Way way, Outcome outcome) =>
        !way.IsRouted ? outcome.Code == StatusCode.Unimplemented
        : AccessTable.IsAnonymous(Rpcs.Path(way.Rpc))
            ? outcome.Code is StatusCode.OK or StatusCode.NotFound or StatusCode.InvalidArgument
        : bearer.Authorization is null ? outcome.Code == StatusCode.Unauthenticated
        : bearer.Counts && AccessTable.Roles[Rpcs.Path(way.Rpc)].Contains(bearer.Role)
            ? outcome.Reason != "ROLE_MISSING"
                && outcome.Code is not (StatusCode.Unauthenticated or StatusCode.Unimplemented)
            : outcome is { Code: StatusCode.PermissionDenied, Reason: "ROLE_MISSING" };

    /// <summary>Each role of a person and of a system, of the club and of a member; and nobody.</summary>
    private static IEnumerable<Bearer> Bearers(Forge forge)
    {
        yield return new("anonymous", "", Counts: false, Authorization: null);
        var member = $"{forge.System["tid"]}";
        foreach (var role in (string[])[.. ClubRoles.SignedIn, ClubRoles.Service])
        {
            var isSystems = role is "Customs.System" or "Club.Service";
            yield return Of("person of the club", forge.Person, !isSystems);
            yield return Of("system of the club", forge.Service, isSystems || role == "Applicant");
            yield return Of(
                "person of a member", forge.Person.WithTenant(member), role is "Customs.Officer" or "Applicant");
            yield return Of("system of a member", forge.System, role is "Customs.System" or "Applicant");

            Bearer Of(string who, JsonObject claims, bool counts) =>
                new($"{role}, {who}", role, counts, $"Bearer {forge.Signed(claims.WithRoles(role))}");
        }
    }

    /// <param name="Name">For a person.</param>
    /// <param name="Role">The one role in the token.</param>
    /// <param name="Counts">Whether it counts for somebody of this kind.</param>
    /// <param name="Authorization">The token, null for nobody.</param>
    private sealed record Bearer(string Name, string Role, bool Counts, string? Authorization)
    {
        public override string ToString() => Name;
    }
}
