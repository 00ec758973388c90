using System.Text.Json;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;

namespace CrmClub.Cli.Club;

/// <summary>The identities of a developer's club: customs systems with a secret, people with a password.</summary>
internal sealed record Identities(
    string ClubTenantId, IReadOnlyList<SystemIdentity> Systems, IReadOnlyList<PersonIdentity> People)
{
    /// <summary>The command line's own client id: it is public and proves nothing.</summary>
    private const string ClientId = "c11e0000-0000-4000-8000-000000000001";
    private const string PersonScope = "api://crmclub/access";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public static Identities Read(string path) =>
        JsonSerializer.Deserialize<Identities>(File.ReadAllBytes(path), Form)
        ?? throw new CliException(ExitCodes.NotAllowed, $"{path} holds no identities.");

    public string? SystemOf(string administration) => Systems
        .FirstOrDefault(s => s.Administration == administration && s.Administration.Length > 0)?.Name;

    public IReadOnlyList<string> Administrations =>
        [.. Systems.Select(s => s.Administration).Where(code => code.Length > 0).Distinct()];

    public string? AdministrationOf(string name) => Systems
        .FirstOrDefault(s => s.Name == name && s.Administration.Length > 0)?.Administration;

    /// <summary>Tokens of the identity of that name.</summary>
    public TokenSource TokensOf(string name, Uri instance)
    {
        if (Systems.FirstOrDefault(s => s.Name == name) is { } system)
            return TokenSource.ForSystem(Endpoint(instance, system.TenantId), system.ClientId, system.Secret);
        if (People.FirstOrDefault(p => p.Name == name) is { } person)
            return new TokenSource(Endpoint(instance, person.TenantId), new Dictionary<string, string>
            {
                ["grant_type"] = "password",
                ["client_id"] = ClientId,
                ["username"] = person.Name,
                ["password"] = person.Password,
                ["scope"] = PersonScope,
            });
        var names = Systems.Select(s => s.Name).Concat(People.Select(p => p.Name));
        throw new CliException(ExitCodes.NotAllowed, $"This club has no identity {name}.",
            $"Choose one with --as: {string.Join(", ", names)}.");
    }

    private static Uri Endpoint(Uri instance, string tenant) => new(instance, $"{tenant}/oauth2/v2.0/token");
}

internal sealed record SystemIdentity(
    string Name, string ClientId, string TenantId, string Administration, string Secret);

internal sealed record PersonIdentity(string Name, string TenantId, string Password);
