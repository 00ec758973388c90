using System.Text.Json;
using CrmClub.Journal.Process;

// A service in a process of its own, so that the tests can kill and freeze it. Writes until it is ended.
var settings = JsonSerializer.Deserialize<ServiceSettings>(args[0])!;
var app = CountingService.Build(settings);
await app.StartAsync();
var counting = app.Services.GetRequiredService<Counting>();
var stop = app.Lifetime.ApplicationStopping;
var writers = Enumerable.Range(0, settings.Writers).Select(async writer =>
{
    var random = new Random(writer);
    while (!stop.IsCancellationRequested)
    {
        try
        {
            var subjects = Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"s{random.Next(12)}").Distinct();
            await counting.CountAsync(stop, [.. subjects]);
        }
        catch (Exception e)
        {
            app.Logger.LogWarning("Not written: {Message}", e.Message);
        }

        await Task.Delay(random.Next(20, 60), CancellationToken.None);
    }
});
await Task.WhenAll([.. writers, app.WaitForShutdownAsync()]);
