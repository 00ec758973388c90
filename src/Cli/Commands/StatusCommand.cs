using System.CommandLine;
using System.Diagnostics;
using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using Grpc.Core;

namespace CrmClub.Cli.Commands;

/// <summary><c>status</c>: whether the club is well, and where it is. Asks each part itself.</summary>
internal static class StatusCommand
{
    private const string Healthy = "Healthy";
    private const string Ended = "Finished";
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(3);

    public static Command Create() => new ClubCommand("status",
        "Says whether the club is well, and where it is.",
        """
        crmclub status --json
        """).Runs(RunAsync);

    private static async Task<int> RunAsync(Invocation invocation)
    {
        var file = invocation.Club.File;
        using var http = new HttpClient { Timeout = ProbeTime };
        var info = InfoAsync(invocation);
        var states = await Task.WhenAll(file.Resources.Select(r => StateAsync(http, r, invocation.Cancel)));
        var known = await info;
        var healthy = known is not null && (file.Resources.Count > 0 || invocation.Club.IsElsewhere)
            && file.Resources.Zip(states).All(r => IsWell(r.First, r.Second));
        if (invocation.Json) invocation.Out.Values(Document(file, states, known, healthy));
        else Write(invocation, file, states, known, healthy);
        return healthy ? ExitCodes.Done : ExitCodes.No;
    }

    private static object Document(ClubFile file, Condition[] states, GetServiceInfoResponse? info, bool healthy) => new
    {
        healthy,
        resources = file.Resources.Zip(states, (r, now) => new { name = r.Name, state = now.State, why = now.Why }),
        addresses = file.Addresses,
        tariffVersion = info?.TariffVersion ?? 0,
        rateSet = info?.RateSet ?? 0,
        copies = (info?.Copies ?? []).Select(c =>
            new { producer = c.Producer, seq = c.Seq, ageSeconds = c.AgeSeconds }),
    };

    private static void Write(
        Invocation invocation, ClubFile file, Condition[] states, GetServiceInfoResponse? info, bool healthy)
    {
        var output = invocation.Out;
        output.Line(healthy ? output.Good("The club is healthy.") : output.Bad("The club is not healthy."));
        output.Line();
        if (states.Length > 0)
        {
            output.Table(["part", "state", "why"],
                [.. file.Resources.Zip(states, (r, now) => new[] { r.Name, now.State, string.Join(" ", now.Why) })]);
        }
        output.Line();
        foreach (var (name, address) in file.Addresses) output.Line($"{name,-10} {address}");
        if (info is null) return;
        output.Line();
        output.Line($"tariff {info.TariffVersion}, exchange rates {info.RateSet}");
        foreach (var copy in info.Copies)
            output.Line($"copy of {copy.Producer}: entry {copy.Seq}, heard of {copy.AgeSeconds:0.0} s ago");
    }

    /// <summary>A service is asked; a server's process must live and its last check have been good.</summary>
    private static async Task<Condition> StateAsync(HttpClient http, ClubResource resource, CancellationToken cancel)
    {
        if (resource.State == Ended) return new(Ended);
        if (!Uri.TryCreate(resource.Health, UriKind.Absolute, out var health) || !health.Scheme.StartsWith("http"))
            return new(resource.Pid is { } pid && !Lives(pid) ? "Stopped" : resource.Health ?? resource.State);
        try
        {
            using var answer = await http.GetAsync(health, cancel);
            var lines = (await answer.Content.ReadAsStringAsync(cancel)).Split('\n');
            return new(answer.IsSuccessStatusCode ? lines[0] : "Unhealthy", lines[1..]);
        }
        catch (HttpRequestException)
        {
            return new("Unreachable");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new("Silent");
        }
    }

    private static bool IsWell(ClubResource resource, Condition now) =>
        now.State is Healthy or Ended || (resource.Health is null && now.State == "Running");

    private static bool Lives(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static async Task<GetServiceInfoResponse?> InfoAsync(Invocation invocation)
    {
        try
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new GetServiceInfoRequest();
            return await client.CallAsync(
                o => client.Declarations.GetServiceInfoAsync(request, o), ProbeTime, invocation.Cancel);
        }
        catch (Exception e) when (e is RpcException or SignInException or IOException)
        {
            return null;
        }
    }

    /// <summary>How a part is, and for one that is not well what it says of that.</summary>
    private sealed record Condition(string State, params string[] Why);
}
