using System.Net.Http.Json;
using System.Text.Json;
using CrmClub.DevIdentity;
using Microsoft.AspNetCore.Builder;

namespace CrmClub.Tests.Bench;

/// <summary>A running DevIdentity with a few identities; each secret is the name with "-secret" after it.</summary>
internal sealed class TestIdentity : IAsyncDisposable
{
    internal const string ClubTenant = "c1b00000-0000-4000-8000-000000000001";
    internal const string GermanTenant = "7e000000-0000-4000-8000-0000000000de";
    internal const string FrenchTenant = "7e000000-0000-4000-8000-0000000000f1";
    internal const string ApplicantTenant = "7e000000-0000-4000-8000-0000000000a1";
    internal const string StrangeTenant = "7e000000-0000-4000-8000-0000000000a0";

    private static readonly (string Name, string ClientId, string TenantId, string[] Roles)[] Systems =
    [
        ("customs-de", "5e000000-0000-4000-8000-0000000000de", GermanTenant, ["Customs.System"]),
        ("greedy-de", "5e000000-0000-4000-8000-0000000001de", GermanTenant, ["Club.Service", "Secretariat.Officer"]),
        ("customs-fr", "5e000000-0000-4000-8000-0000000000f1", FrenchTenant, ["Customs.System"]),
        ("stranger", "5e000000-0000-4000-8000-0000000000a0", StrangeTenant, ["Customs.System"]),
        ("tariffs", "5c000000-0000-4000-8000-000000000002", ClubTenant, ["Club.Service"]),
        ("web", WebClient, ClubTenant, ["Club.Service"]),
    ];

    private static readonly (string Name, string ObjectId, string TenantId, string[] Roles)[] People =
    [
        ("secretariat", "0b000000-0000-4000-8000-000000000001", ClubTenant, ["Secretariat.Officer"]),
        ("approver", "0b000000-0000-4000-8000-000000000002", ClubTenant, ["Secretariat.Approver"]),
        ("auditor", "0b000000-0000-4000-8000-000000000004", ClubTenant, ["Auditor"]),
        ("case-officer", "0b000000-0000-4000-8000-000000000006", ClubTenant, ["Case.Officer"]),
        ("assessor", "0b000000-0000-4000-8000-000000000007", ClubTenant, ["Assessor"]),
        ("supplier", "0b000000-0000-4000-8000-000000000008", ClubTenant, ["Supplier"]),
        ("greedy-officer", "0b000000-0000-4000-8000-0000000001de", GermanTenant,
            ["Customs.Officer", "Secretariat.Officer"]),
        ("officer-xx", "0b000000-0000-4000-8000-0000000000f0", StrangeTenant, ["Customs.Officer"]),
        ("lead-au", "0b000000-0000-4000-8000-0000000000a0", ApplicantTenant, ["Applicant"]),
        ("officer-de", "0b000000-0000-4000-8000-0000000000de", GermanTenant, ["Customs.Officer"]),
    ];

    /// <summary>The application through which people sign in in a browser; its secret is "web-secret".</summary>
    internal const string WebClient = "c11e0000-0000-4000-8000-000000000002";

    /// <summary>The one address that it may send people back to.</summary>
    internal const string WebReturn = "http://localhost:9/signin-oidc";

    private readonly WebApplication _host;

    private TestIdentity(WebApplication host, string folder, int port)
    {
        _host = host;
        Folder = folder;
        Instance = $"http://127.0.0.1:{port}/";
        Http = new HttpClient { BaseAddress = new Uri(Instance) };
    }

    internal string Folder { get; }

    internal string Instance { get; }

    internal HttpClient Http { get; }

    internal static async Task<TestIdentity> StartAsync(string? folder = null, int? port = null)
    {
        folder ??= Loopback.NewFolder();
        var chosen = port ?? Loopback.FreePort();
        var host = DevIdentityHost.Build(Arguments(folder, chosen));
        await host.StartAsync();
        return new TestIdentity(host, folder, chosen);
    }

    internal static string[] Arguments(string folder, int port) =>
    [
        "--environment=Development",
        $"--contentRoot={folder}",
        $"--DevIdentity:IdentitiesFile={WriteIdentities(folder)}",
        $"--Kestrel:Endpoints:http:Url=http://127.0.0.1:{port}",
        "--Logging:LogLevel:Default=Warning",
    ];

    internal static string WriteIdentities(string folder, params string[] without)
    {
        var file = Path.Combine(folder, "identities.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            clubTenantId = ClubTenant,
            systems = Systems.Where(system => !without.Contains(system.Name)).Select(system => new
            {
                name = system.Name,
                clientId = system.ClientId,
                tenantId = system.TenantId,
                roles = system.Roles,
                secret = $"{system.Name}-secret",
            }),
            people = People.Select(person => new
            {
                name = person.Name,
                objectId = person.ObjectId,
                tenantId = person.TenantId,
                roles = person.Roles,
                password = $"{person.Name}-secret",
            }),
            clients = new[]
            {
                new { clientId = WebClient, redirectUris = new[] { WebReturn }, secret = "web-secret" },
            },
        }));
        return file;
    }

    internal static string ClientIdOf(string name) => Systems.Single(system => system.Name == name).ClientId;

    internal static string TenantOf(string name) => Systems.Single(system => system.Name == name).TenantId;

    /// <summary>An access token, as a system or a person gets it.</summary>
    internal async Task<string> TokenAsync(string name)
    {
        var isSystem = Systems.Any(system => system.Name == name);
        using var answer = await (isSystem ? SystemAsync(name, $"{name}-secret") : PersonAsync(name, $"{name}-secret"));
        answer.EnsureSuccessStatusCode();
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return json.GetProperty("access_token").GetString()!;
    }

    internal Task<HttpResponseMessage> SystemAsync(string name, string secret) => AskAsync(TenantOf(name), new()
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = ClientIdOf(name),
        ["client_secret"] = secret,
        ["scope"] = "api://crmclub/.default",
    });

    internal Task<HttpResponseMessage> PersonAsync(string name, string password, string? tenant = null) =>
        AskAsync(tenant ?? People.Single(person => person.Name == name).TenantId, new()
        {
            ["grant_type"] = "password",
            ["client_id"] = Identities.CommandLineClientId,
            ["username"] = name,
            ["password"] = password,
            ["scope"] = "openid api://crmclub/.default",
        });

    internal Task<HttpResponseMessage> AskAsync(string tenant, Dictionary<string, string> form) =>
        Http.PostAsync($"{tenant}/oauth2/v2.0/token", new FormUrlEncodedContent(form));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
    }
}
