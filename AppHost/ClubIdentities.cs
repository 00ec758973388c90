using System.Text.Json;
using System.Text.Json.Nodes;

namespace CrmClub.AppHost;

/// <summary>The systems and people of a developer's club, each with a secret of this club alone.</summary>
public sealed class ClubIdentities(Club club)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    // By which names a browser on this machine may have come.
    private static readonly string[] Hosts = ["localhost", "127.0.0.1"];

    private readonly JsonNode document =
        JsonNode.Parse(File.ReadAllText(Path.Combine(club.DataDirectory, "demonstration", "identities.json")))!;

    public string ClubTenant => document["clubTenantId"]!.GetValue<string>();

    /// <summary>Client id of a service, or of the application through which people sign in.</summary>
    public string ClientIdOf(string name) => document["systems"]!.AsArray().Concat(document["clients"]!.AsArray())
        .First(entry => entry!["name"]!.GetValue<string>() == name)!["clientId"]!.GetValue<string>();

    /// <summary>Who may sign in by name: systems first, then people.</summary>
    public IReadOnlyList<string> Names =>
        [.. document["systems"]!.AsArray().Concat(document["people"]!.AsArray())
        .Select(entry => entry!["name"]!.GetValue<string>())];

    public string SecretOf(string name) => club.Secrets[$"identity/{name}"];

    /// <summary>Writes the document with the secrets in it, for DevIdentity and the command line.</summary>
    /// <returns>The file's path.</returns>
    public string WriteFile()
    {
        foreach (var (list, field) in new[] { ("systems", "secret"), ("people", "password"), ("clients", "secret") })
            foreach (var entry in document[list]!.AsArray())
                entry![field] = SecretOf(entry["name"]!.GetValue<string>());
        foreach (var client in document["clients"]!.AsArray())
            client!["redirectUris"] = new JsonArray([.. Hosts.Select(host =>
                JsonValue.Create($"http://{host}:{club.WebPort}/signin-oidc"))]);
        var path = club.Folder.File("identities.json");
        PrivateFile.Write(path, document.ToJsonString(Indented));
        return path;
    }
}
