using CrmClub.Client;

namespace CrmClub.Testing.Clubs;

/// <summary>Another process of a service that the host runs: same program and database, ports of its own.</summary>
public sealed class Replica : IAsyncDisposable
{
    private const string Endpoints = "Kestrel__Endpoints__";

    private readonly ClubUnderTest _club;
    private readonly ChildProcess _process;
    private readonly Uri _grpc;

    private Replica(ClubUnderTest club, ChildProcess process, Uri grpc) =>
        (_club, _process, _grpc) = (club, process, grpc);

    /// <summary>Returns when it serves.</summary>
    public static async Task<Replica> StartAsync(
        ClubUnderTest club, string service, string folder, TimeSpan within, CancellationToken cancel)
    {
        var pid = club.Pid(service) ?? throw new InvalidOperationException($"{service} does not run.");
        var environment = (await File.ReadAllTextAsync($"/proc/{pid}/environ", cancel))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=', 2))
            .ToDictionary(one => one[0], one => one[1]);
        var (http, grpc) = (FreePort.Take(), FreePort.Take());
        environment[$"{Endpoints}http__Url"] = $"http://127.0.0.1:{http}";
        environment[$"{Endpoints}grpc__Url"] = $"http://127.0.0.1:{grpc}";
        string[] command =
        [
            "/usr/bin/env", "-C", new FileInfo($"/proc/{pid}/cwd").LinkTarget!,
            .. (await File.ReadAllTextAsync($"/proc/{pid}/cmdline", cancel))
                .Split('\0', StringSplitOptions.RemoveEmptyEntries),
        ];
        var process = await ChildProcess.StartAsync(
            command, Path.Combine(folder, $"{service}-replica.log"), Signal.Kill, environment);
        var replica = new Replica(club, process, new Uri($"http://127.0.0.1:{grpc}"));
        using var probe = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        await Eventually.HoldsAsync($"a second {service}", async () =>
        {
            try
            {
                using var answer = await probe.GetAsync($"http://127.0.0.1:{http}/health", cancel);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, within, cancel);
        return replica;
    }

    /// <summary>A client that asks this process and no other.</summary>
    public ClubClient SignedInAs(string name) => new(_grpc, _club.TokensOf(name));

    public void Freeze(bool frozen) => ProcessFaults.Send(_process.Id, frozen ? Signal.Stop : Signal.Cont);

    public void Kill() => ProcessFaults.Kill(_process.Id);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
