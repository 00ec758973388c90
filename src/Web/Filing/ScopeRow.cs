using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Filing;

/// <summary>A material at a stage of a facility, which a form covers or not.</summary>
public sealed class ScopeRow
{
    public string? Material { get; set; }

    public string? Stage { get; set; }

    public bool Covered { get; set; }

    internal Scope Read() => new()
    {
        Material = Material ?? "",
        Stage = Enum.TryParse<Stage>(Stage, out var stage) ? stage : default,
    };

    /// <summary>A row for each of a facility's, those marked that are covered.</summary>
    internal static List<ScopeRow> Of(IEnumerable<Scope> scopes, Func<Scope, bool> covered) =>
    [
        .. scopes.Select(one => new ScopeRow
        {
            Material = one.Material,
            Stage = $"{one.Stage}",
            Covered = covered(one),
        }),
    ];
}
