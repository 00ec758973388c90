using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CrmClub.DevIdentity;

/// <summary>An application that signs in with its own secret.</summary>
public sealed record SystemIdentity(
    string Name, string ClientId, string TenantId, IReadOnlyList<string> Roles, string Secret);

/// <summary>A person, who signs in with a password or is picked on the sign-in page.</summary>
public sealed record PersonIdentity(
    string Name, string ObjectId, string TenantId, IReadOnlyList<string> Roles, string Password, string? Title = null)
{
    /// <summary>What the person is called in a page.</summary>
    public string Shown => Title ?? Name;
}

/// <summary>An application through which people sign in, and where they may be sent back to.</summary>
public sealed record ClientApplication(string ClientId, IReadOnlyList<string> RedirectUris, string? Secret)
{
    /// <summary>
    /// Whether a developer only picks a person: what comes of it goes back to a registered address and is good for
    /// nothing without the application's secret. Elsewhere the person's password is the proof.
    /// </summary>
    public bool LetsPick => Secret is { Length: > 0 };
}

/// <summary>The identities of one club.</summary>
public sealed record Identities(
    string ClubTenantId,
    IReadOnlyList<SystemIdentity> Systems,
    IReadOnlyList<PersonIdentity> People,
    IReadOnlyList<ClientApplication>? Clients)
{
    /// <summary>The command line: public, so it returns to any loopback port (RFC 8252), PKCE its proof.</summary>
    public const string CommandLineClientId = "c11e0000-0000-4000-8000-000000000001";

    private static readonly string[] AnyTenant = ["common", "organizations"];

    /// <summary>Whether the path's tenant is one, or stands for any.</summary>
    public bool HasTenant(string tenant) =>
        IsAnyTenant(tenant) || tenant == ClubTenantId
        || Systems.Any(system => system.TenantId == tenant) || People.Any(person => person.TenantId == tenant);

    /// <summary>Whether who belongs to one tenant may sign in at this tenant's address.</summary>
    public static bool Serves(string pathTenant, string tenant) => IsAnyTenant(pathTenant) || pathTenant == tenant;

    public static bool IsAnyTenant(string tenant) => AnyTenant.Contains(tenant);

    /// <summary>The application, null if it is not registered.</summary>
    public ClientApplication? Client(string clientId) => clientId == CommandLineClientId
        ? new ClientApplication(clientId, [], null)
        : Clients?.FirstOrDefault(client => client.ClientId == clientId);

    /// <summary>Compares in a time that does not depend on where the two differ.</summary>
    public static bool IsSame(string expected, string given) =>
        expected.Length > 0 && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}

/// <summary>The file of identities; read again when it changes, so that who is taken out can't sign in.</summary>
public sealed class IdentityFile(string path)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    private readonly Lock _reading = new();
    private (DateTime Written, Identities Content)? _read;

    public Identities Current
    {
        get
        {
            lock (_reading)
            {
                var written = File.GetLastWriteTimeUtc(path);
                if (_read is not { } read || read.Written != written)
                    _read = read = (written, Read());
                return read.Content;
            }
        }
    }

    private Identities Read() => JsonSerializer.Deserialize<Identities>(File.ReadAllBytes(path), Form)
        ?? throw new InvalidOperationException("The file of identities is empty.");
}
