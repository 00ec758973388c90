using System.Diagnostics;
using System.Text.Json;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;

namespace CrmClub.Cli.Club;

/// <summary>What <c>.club/club.json</c> says of the club that runs.</summary>
internal sealed record ClubFile(
    int Pid,
    DateTimeOffset StartedAt,
    string IdentitiesFile,
    string ClockFile,
    IReadOnlyDictionary<string, string> Addresses,
    IReadOnlyList<ClubResource> Resources);

/// <summary>A part of the club: a service names the address of its health, a server its state of health.</summary>
internal sealed record ClubResource(string Name, int? Pid, string State, string? Health);

/// <summary>A developer's club that runs on this machine.</summary>
internal sealed class RunningClub
{
    private const string FileName = ".club/club.json";
    private const string TokenVariable = "CRMCLUB_TOKEN";
    private const string Advice = "Start one with ./run in another shell.";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(5);

    private readonly string? _token;
    private readonly Lazy<Identities> _identities;

    private RunningClub(ClubFile file, string? token = null)
    {
        File = file;
        _token = token;
        _identities = new(() => Identities.Read(file.IdentitiesFile));
    }

    public ClubFile File { get; }

    /// <summary>True for a club of which nothing is known but its address.</summary>
    public bool IsElsewhere => File.Pid == 0;

    /// <summary>
    /// Finds the club: that of a given folder, else upwards from here, else that of the program's checkout.
    /// </summary>
    /// <param name="given">
    /// An address of that club, or of any club where the environment has an access token for it, or a folder; null
    /// where none was given.
    /// </param>
    public static RunningClub Find(string? given)
    {
        var isFolder = given is not null && Directory.Exists(given);
        var address = given is null || isFolder ? null : Address(given);
        if (address is not null && Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token)
            return Elsewhere(address, token);
        var path = isFolder ? FileIn(new DirectoryInfo(given!)) : Upwards(Environment.CurrentDirectory)
            ?? Upwards(Environment.GetEnvironmentVariable("CRMCLUB_HOME")) ?? Upwards(AppContext.BaseDirectory);
        if (path is null) throw new CliException(ExitCodes.Unreachable, "No club runs here.", Advice);
        ClubFile? file;
        try
        {
            file = JsonSerializer.Deserialize<ClubFile>(System.IO.File.ReadAllBytes(path), Form);
        }
        catch (JsonException)
        {
            file = null;
        }
        if (file is null) throw new CliException(ExitCodes.Unreachable, $"{path} can't be read.", Advice);
        if (!Runs(file)) throw new CliException(ExitCodes.Unreachable, "The club has stopped.", Advice);
        if (address is not null && !file.Addresses.Values.Any(known => Same(new Uri(known), address)))
            throw new CliException(ExitCodes.NotAllowed, $"The identities of the club at {given} are not known here.",
                $"Name its folder with --club, or put an access token for it into {TokenVariable}.");
        return new RunningClub(file);
    }

    /// <summary>A client with one of the club's identities.</summary>
    public ClubClient Open(string identity) => new(
        new Uri(File.Addresses["grpc"]), _token is null ? TokensOf(identity) : new GivenToken(_token));

    /// <summary>Signs in as one of the club's identities.</summary>
    public TokenSource TokensOf(string identity) => File.Addresses.TryGetValue("identity", out var instance)
        ? _identities.Value.TokensOf(identity, new Uri(instance))
        : throw new CliException(ExitCodes.NotAllowed, "The identities of this club are not known here.",
            "Name the folder of a developer's club with --club.");

    /// <summary>The customs system of an administration, null where the club has none.</summary>
    public string? SystemOf(string administration) =>
        _token is null ? _identities.Value.SystemOf(administration) : TokenVariable;

    /// <summary>Administrations with a customs system; none of a club elsewhere.</summary>
    public IReadOnlyList<string> Administrations => _token is null ? _identities.Value.Administrations : [];

    /// <summary>The administration whose customs system this identity is; null where it is none.</summary>
    public string? AdministrationOf(string identity) =>
        _token is null ? _identities.Value.AdministrationOf(identity) : null;

    /// <summary>Now by the club's clock, which a developer may have moved.</summary>
    public DateTimeOffset Now
    {
        get
        {
            if (!System.IO.File.Exists(File.ClockFile)) return DateTimeOffset.UtcNow;
            using var clock = JsonDocument.Parse(System.IO.File.ReadAllBytes(File.ClockFile));
            return DateTimeOffset.UtcNow
                + TimeSpan.FromSeconds(clock.RootElement.GetProperty("offsetSeconds").GetInt64());
        }
    }

    /// <summary>The legal day in an IANA zone by that clock.</summary>
    public DateOnly Today(string zone) => LegalDay.In(zone, Now);

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CliException(ExitCodes.WrongInput, $"{text} is neither an address nor a folder.",
                "Give the gateway's gRPC address, for instance --club http://localhost:8081.");

    private static RunningClub Elsewhere(Uri gateway, string token) => new(new ClubFile(0, default, "", "",
        new Dictionary<string, string> { ["grpc"] = gateway.GetLeftPart(UriPartial.Authority) }, []), token);

    private static bool Same(Uri known, Uri given) =>
        known.Port == given.Port && (known.Host == given.Host || (known.IsLoopback && given.IsLoopback));

    private static string? Upwards(string? start)
    {
        if (string.IsNullOrEmpty(start)) return null;
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (FileIn(folder) is { } path) return path;
        }
        return null;
    }

    private static string? FileIn(DirectoryInfo folder) =>
        new[] { FileName, "club.json" }.Select(name => Path.Combine(folder.FullName, name))
            .FirstOrDefault(System.IO.File.Exists);

    /// <summary>A killed host leaves its file behind, and its number may have gone to another process.</summary>
    private static bool Runs(ClubFile file)
    {
        try
        {
            using var host = Process.GetProcessById(file.Pid);
            return (host.StartTime.ToUniversalTime() - file.StartedAt.UtcDateTime).Duration() < StartTolerance;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A token that somebody else got; when it is refused there is no other.</summary>
    private sealed class GivenToken(string token) : ITokenSource
    {
        public ValueTask<string> GetAsync(CancellationToken cancel) => ValueTask.FromResult(token);

        public void Drop(string refused)
        {
        }
    }
}
