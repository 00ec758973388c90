namespace CrmClub.Migrator;

/// <summary>The database of one service, its roles and the folders its scripts come from, in order.</summary>
/// <param name="Name">Database, schema and prefix of the roles.</param>
/// <param name="ScriptFolders">Prefixes of the embedded scripts' names.</param>
public sealed record ServiceSchema(string Name, IReadOnlyList<string> ScriptFolders)
{
    /// <summary>Owns everything, and nobody signs in as it.</summary>
    public string Owner => $"{Name}_owner";

    /// <summary>Signs in to change the schema; the Migrator alone knows its password.</summary>
    public string Migrator => $"{Name}_migrator";

    /// <summary>The running service: what the scripts grant it, and no more.</summary>
    public string App => $"{Name}_app";

    public static readonly IReadOnlyList<ServiceSchema> All =
    [
        new("membership", ["Journal", "Membership"]),
        new("tariffs", ["Journal", "Membership.Copy", "Tariffs"]),
        new("suppliers", ["Journal", "Membership.Copy", "Suppliers"]),
        new("declarations", ["Journal", "Membership.Copy", "Declarations"]),
    ];
}
