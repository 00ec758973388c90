using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Tariff;

/// <summary>Duties in bulk through the gateway, and what describes the API there.</summary>
public sealed class BulkCalculationTests(RunningClub running)
{
    private const int Chunks = 50;
    private const int ChunkSize = 100;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CalculateDuties_FiveThousand_AreAnsweredInOrderAsOneByOne()
    {
        using var customs = running.Club.SignedInAs("customs-de");
        var headers = new Metadata
        {
            { "authorization", $"Bearer {await running.Club.TokenAsync("customs-de", Cancel)}" },
        };
        using var call = customs.Tariffs.CalculateDuties(
            new CallOptions(headers, DateTime.UtcNow + Deadline, Cancel));
        var results = new List<CalculatedDuty>();

        for (var chunk = 0; chunk < Chunks; chunk++)
        {
            var first = chunk * ChunkSize;
            await call.RequestStream.WriteAsync(
                new CalculateDutiesRequest { Consignments = { Enumerable.Range(first, ChunkSize).Select(Asked) } },
                Cancel);
            Assert.True(await call.ResponseStream.MoveNext(Cancel));
            results.AddRange(call.ResponseStream.Current.Results);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Cancel));
        var alone = await customs.CallAsync(options => customs.Tariffs.CalculateDutyAsync(
            new CalculateDutyRequest { Consignment = Asked(1234) }, options), cancel: Cancel);
        Assert.Equal(Chunks * ChunkSize, results.Count);
        Assert.Equal(alone.Answer, results[1234].Answer);
        Assert.All(results.Index(), one => Assert.Equal(
            (one.Index % 1000 == 999, one.Index % 1000 == 999), (one.Item.Answer is null, one.Item.Faults.Count > 0)));
        Assert.Equal("HS_CODE", results[999].Faults[0].Rule);
    }

    [Fact]
    public async Task Api_OfTheGateway_DescribesItsCalls()
    {
        using var http = running.Club.Http("gateway");

        var described = await http.GetStringAsync("/api", Cancel);

        Assert.Contains("\"/api/v1/tariffs/duty\"", described, StringComparison.Ordinal);
    }

    private static Consignment Asked(int number) => new()
    {
        Administration = "DE",
        AcceptanceDay = DateTime.UtcNow.ToString("yyyy-MM-dd"),
        Item = new GoodsItem
        {
            Number = number % 999 + 1,
            GoodsCode = number % 1000 == 999 ? "99999999" : "28053010",
            Origin = "CN",
            NetMassKg = "1",
            CustomsValue = new Money { Amount = $"{100 + number}", Currency = "EUR" },
        },
    };
}
