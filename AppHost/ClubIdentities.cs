using System.Text.Json;
using System.Text.Json.Nodes;

namespace CrmClub.AppHost;

/// <summary>The systems and people of a developer's club, each with a secret of this club alone.</summary>
public sealed class ClubIdentities(Club club)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly JsonNode document =
        JsonNode.Parse(File.ReadAllText(Path.Combine(club.DataDirectory, "demonstration", "identities.json")))!;

    public string ClubTenant => document["clubTenantId"]!.GetValue<string>();

    public string ClientIdOf(string system) => document["systems"]!.AsArray()
        .First(entry => entry!["name"]!.GetValue<string>() == system)!["clientId"]!.GetValue<string>();

    public string SecretOf(string name) => club.Secrets[$"identity/{name}"];

    /// <summary>Writes the document with the secrets in it, for DevIdentity and the command line.</summary>
    /// <returns>The file's path.</returns>
    public string WriteFile()
    {
        foreach (var (list, field) in new[] { ("systems", "secret"), ("people", "password") })
            foreach (var entry in document[list]!.AsArray())
                entry![field] = SecretOf(entry["name"]!.GetValue<string>());
        var path = club.Folder.File("identities.json");
        PrivateFile.Write(path, document.ToJsonString(Indented));
        return path;
    }
}
