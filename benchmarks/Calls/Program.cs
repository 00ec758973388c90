using System.Globalization;
using CrmClub.Calls;
using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using Grpc.Net.Client;

const int inFlight = 64, pairs = 5, channels = 2;
const double goal = 0.50;
var warm = TimeSpan.FromSeconds(3);
var time = TimeSpan.FromSeconds(4);
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

if (args is [Echo.Argument, var answer]) return await Echo.ServeAsync(answer);
try
{
    using var club = new Declaring(RunningClub.Find(args is [var given] ? given : null));
    var (echo, address) = await Echo.StartAsync(StrictJson.Write(await club.SendAsync(0)));
    try
    {
        var bare = Enumerable.Range(0, channels).Select(_ => new DeclarationService.DeclarationServiceClient(
            GrpcChannel.ForAddress(address))).ToArray();
        Func<int, Task<bool>> echoing = async caller =>
            await bare[caller % channels].SubmitDeclarationAsync(club.Request(caller)) is not null;

        await Load.RunAsync(inFlight, warm, echoing);
        await Load.RunAsync(inFlight, warm, club.TrySendAsync);
        var runs = new List<(Figures Club, Figures Echo)>();
        Console.WriteLine($"{inFlight} calls in flight, {pairs} pairs of {time.TotalSeconds:0} s each");
        Console.WriteLine("club: declarations/s   p50 ms   p99 ms   failed | echo: calls/s   p50 ms   p99 ms | ratio");
        for (var pair = 0; pair < pairs; pair++)
        {
            var other = await Load.RunAsync(inFlight, time, echoing);
            var own = await Load.RunAsync(inFlight, time, club.TrySendAsync);
            runs.Add((own, other));
            Console.WriteLine($"{own.PerSecond,20:0} {own.P50,8:0.00} {own.P99,8:0.00} {own.Failed,8} |"
                + $"{other.PerSecond,14:0} {other.P50,8:0.00} {other.P99,8:0.00} | "
                + $"{own.PerSecond / other.PerSecond:0.00}");
        }
        var ratio = Load.Median(runs.Select(r => r.Club.PerSecond / r.Echo.PerSecond));
        var tail = Load.Median(runs.Select(r => r.Club.P99 / r.Echo.P99));
        Console.WriteLine($"medians: {Load.Median(runs.Select(r => r.Club.PerSecond)):0} declarations/s, "
            + $"{Load.Median(runs.Select(r => r.Echo.PerSecond)):0} echoes/s, ratio {ratio:0.00} (goal {goal:0.00}), "
            + $"p99 {tail:0.0} × the echo's");
        return 0;
    }
    finally
    {
        echo.StandardInput.Close();
        await echo.WaitForExitAsync();
        echo.Dispose();
    }
}
catch (Exception e)
{
    return Failures.Report(e, CancellationToken.None);
}
