using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing;

namespace CrmClub.System.Tests.Tariff;

/// <summary>Who trades asks what is due without an account, by JSON and by the command.</summary>
public sealed class DutyFinderTests(RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Duty_OfAWeekToCome_IsFoundWithoutATokenAndByTheCommand()
    {
        var arrival = $"{DateTime.UtcNow.AddDays(14):yyyy-MM-dd}";
        using var http = new HttpClient { BaseAddress = running.Club.Address("gateway", "http") };

        using var answer = await http.PostAsJsonAsync("/api/v1/tariffs/duty:find", new
        {
            goodsCode = "28053010",
            origin = "CN",
            customsValue = new { amount = "1000.00", currency = "EUR" },
            netMassKg = "10",
            administration = "DE",
            arrivalDay = arrival,
        }, Cancel);
        var byCommand = await running.Club.CommandAsync(
            "duty", "--goods", "28053010", "--origin", "CN", "--value", "1000.00", "--currency", "EUR", "--net-mass",
            "10", "--arrival", arrival, "--json");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var found = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var lines = byCommand.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, ""), (byCommand.ExitCode, byCommand.Error));
        Assert.Equal(found.GetProperty("found").GetArrayLength(), lines.Length);
        Assert.All(lines, line => Assert.Empty(JsonSchemas.Faults("found-duty", line)));
    }
}
