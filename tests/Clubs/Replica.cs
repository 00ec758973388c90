using CrmClub.Client;

namespace CrmClub.Testing.Clubs;

/// <summary>Another process of a service that the host runs: same program and database, ports of its own.</summary>
public sealed class Replica : IAsyncDisposable
{
    private const string Endpoints = "Kestrel__Endpoints__";

    private readonly ClubUnderTest _club;
    private readonly ChildProcess _process;
    private readonly Uri _grpc;
    private readonly Uri _health;

    private Replica(ClubUnderTest club, ChildProcess process, Uri grpc, Uri health) =>
        (_club, _process, _grpc, _health) = (club, process, grpc, health);

    /// <summary>Returns when it serves.</summary>
    public static async Task<Replica> StartAsync(
        ClubUnderTest club, string service, string folder, TimeSpan within, CancellationToken cancel,
        params (string Name, string Value)[] settings)
    {
        var pid = club.Pid(service) ?? throw new InvalidOperationException($"{service} does not run.");
        var environment = (await File.ReadAllTextAsync($"/proc/{pid}/environ", cancel))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=', 2))
            .ToDictionary(one => one[0], one => one[1]);
        var (http, grpc) = (FreePort.Take(), FreePort.Take());
        environment[$"{Endpoints}http__Url"] = $"http://127.0.0.1:{http}";
        environment[$"{Endpoints}grpc__Url"] = $"http://127.0.0.1:{grpc}";
        foreach (var (name, value) in settings) environment[name] = value;
        string[] command =
        [
            "/usr/bin/env", "-C", new FileInfo($"/proc/{pid}/cwd").LinkTarget!,
            .. (await File.ReadAllTextAsync($"/proc/{pid}/cmdline", cancel))
                .Split('\0', StringSplitOptions.RemoveEmptyEntries),
        ];
        var process = await ChildProcess.StartAsync(
            command, Path.Combine(folder, $"{service}-replica.log"), Signal.Kill, environment);
        var replica = new Replica(
            club, process, new Uri($"http://127.0.0.1:{grpc}"), new Uri($"http://127.0.0.1:{http}/health"));
        using var probe = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        await Eventually.HoldsAsync($"a second {service}", async () =>
        {
            try
            {
                using var answer = await probe.GetAsync(replica._health, cancel);
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

    /// <summary>What it says of its health.</summary>
    public async Task<string> HealthAsync(CancellationToken cancel)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(_health, cancel);
        return await answer.Content.ReadAsStringAsync(cancel);
    }

    /// <summary>Asks it to end.</summary>
    public void Stop() => ProcessFaults.Send(_process.Id, Signal.Term);

    public Task EndedAsync(CancellationToken cancel) => _process.WaitAsync(cancel);

    public void Kill() => ProcessFaults.Kill(_process.Id);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
