using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;
using Npgsql;

namespace CrmClub.Suppliers.Applications;

/// <summary>Whose applications somebody sees.</summary>
/// <param name="All">Everybody's.</param>
/// <param name="Operators">Those of these operators, by number.</param>
/// <param name="Bodies">Those that are assigned to these accredited bodies, by number.</param>
internal sealed record ApplicationView(bool All, string[] Operators, string[] Bodies)
{
    public static readonly ApplicationView Everything = new(true, [], []);

    private static readonly string[] Narrow = [ClubRoles.Supplier, ClubRoles.Assessor];

    /// <summary>Whether nothing but an operator's own is the caller's to see.</summary>
    public static bool IsSuppliersAlone(Caller caller) => caller.Roles.SetEquals([ClubRoles.Supplier]);

    /// <summary>What the caller sees on a day: a supplier its own, an assessor what its bodies are to do.</summary>
    public static async Task<ApplicationView> OfAsync(
        NpgsqlConnection connection, Caller caller, DateOnly day, CancellationToken cancel) =>
        caller.Roles.All(Narrow.Contains) ? await OwnAsync(connection, caller, day, cancel) : Everything;

    /// <summary>What is the caller's own on a day.</summary>
    public static async Task<ApplicationView> OwnAsync(
        NpgsqlConnection connection, Caller caller, DateOnly day, CancellationToken cancel)
    {
        var operators = caller.Roles.Contains(ClubRoles.Supplier)
            ? await ApplicationStore.RepresentedAsync(connection, caller.Id, day, cancel) : [];
        var bodies = caller.Roles.Contains(ClubRoles.Assessor)
            ? (await AccreditationStore.AssessorsAsync(connection, day, cancel))
                .Where(one => one.Subject == caller.Id)
                .Where(one => ChangeRules.Day(one.ValidFrom) <= day && day < ChangeRules.Day(one.ValidTo))
                .Select(one => one.Body).ToArray()
            : [];
        return new(false, operators, bodies);
    }
}
