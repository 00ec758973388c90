using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Duty;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrmClub.Tariffs.Tests;

/// <summary>Many consignments by a stream, on the founding tariff.</summary>
public sealed class BulkTests(Postgres postgres)
{
    private static readonly Caller System = new("system", "tenant", "client", false, new HashSet<string>());

    // Less than the limits that running services have: who waits for those has not ended by the one that is tested.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chunks_OneWithAFault_AreAnsweredInOrderWithTheFaultBesideIt()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        using var bulk = Bulk(tariffs);
        var stream = new Chunks([Chunk("28053010", "99999999"), Chunk("85051110")]);

        await bulk.RunAsync(stream, stream, System, Cancel);

        Assert.Equal([2, 1], stream.Written.Select(response => response.Results.Count));
        var (good, bad, next) = (
            stream.Written[0].Results[0], stream.Written[0].Results[1], stream.Written[1].Results[0]);
        Assert.Equal(("28053010", "85051110"), (stream.CodeOf(good), stream.CodeOf(next)));
        Assert.Null(bad.Answer);
        Assert.Equal(("consignment.item.goods_code", "HS_CODE"), (bad.Faults[0].Field, bad.Faults[0].Rule));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task Chunk_OfNoneOrTooMany_IsRefused(int count)
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        using var bulk = Bulk(tariffs);
        var stream = new Chunks([Chunk([.. Enumerable.Repeat("28053010", count)])]);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => bulk.RunAsync(stream, stream, System, Cancel));

        Assert.Equal(("COUNT", $"{count}"), (refusal.Violations[0].Rule, refusal.Violations[0].Value));
    }

    [Fact]
    public async Task Stream_Silent_Ends()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        using var bulk = Bulk(tariffs, new() { SilenceMax = TimeSpan.FromMilliseconds(1) });
        var stream = new Chunks([]) { IsOpen = true };
        using var limit = new CancellationTokenSource(EndsWithin);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => bulk.RunAsync(stream, stream, System, limit.Token));

        Assert.Equal(ErrorReason.DeadlineExceeded, refusal.Reason);
        Assert.Contains("Nothing came in", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_Endless_EndsAtItsTime()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        using var bulk = Bulk(tariffs, new() { TimeMax = TimeSpan.FromMilliseconds(1) });
        var stream = new Chunks([]) { IsOpen = true };
        using var limit = new CancellationTokenSource(EndsWithin);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => bulk.RunAsync(stream, stream, System, limit.Token));

        Assert.Equal(ErrorReason.DeadlineExceeded, refusal.Reason);
        Assert.Contains("begin another", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_MoreThanThereArePlaces_AreRefusedUntilOneEnds()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        using var bulk = Bulk(tariffs, new() { StreamsAtOnceMax = 1 });
        using var leave = new CancellationTokenSource();
        var open = new Chunks([]) { IsOpen = true };
        var under = bulk.RunAsync(open, open, System, leave.Token);
        var stream = new Chunks([Chunk("28053010")]);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => bulk.RunAsync(stream, stream, System, Cancel));
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => under);
        await bulk.RunAsync(stream, stream, System, Cancel);

        Assert.Equal(ErrorReason.Overloaded, refusal.Reason);
        Assert.Single(stream.Written);
    }

    [Fact]
    public async Task Sender_FasterThanRegistered_IsSlowedDownNotRefused()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var callers = new Registered { RefusedFirst = 1 };
        using var bulk = Bulk(tariffs, callers: callers);
        var stream = new Chunks([Chunk("28053010", "85051110")]);

        await bulk.RunAsync(stream, stream, System, Cancel);

        Assert.Equal([2, 2], callers.Spent);
        Assert.Single(stream.Written);
    }

    [Fact]
    public void Limits_Running_AreTheNamedOnes()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Tariffs:Bulk:StreamsAtOnceMax"] = "3";
        builder.Configuration["Club:KeysFolder"] = Directory.CreateTempSubdirectory("crmclub-keys-").FullName;
        builder.Configuration["Club:KeysPassphrase"] = "of this test alone";
        builder.AddTariffs();
        using var services = builder.Services.BuildServiceProvider();

        var limits = services.GetRequiredService<IOptions<BulkLimits>>().Value;

        Assert.Equal((100, 3), (limits.ConsignmentsPerChunkMax, limits.StreamsAtOnceMax));
        Assert.Equal((30, 600), (limits.SilenceMax.TotalSeconds, limits.TimeMax.TotalSeconds));
        Assert.Equal(16, new BulkLimits().StreamsAtOnceMax);
    }

    private static CalculateDuties Bulk(
        TestTariffs tariffs, BulkLimits? limits = null, ICallerDirectory? callers = null)
    {
        var members = new MembershipState();
        members.Replace(TestTariffs.Members);
        return new(tariffs.State, members, callers ?? new Registered(), Options.Create(limits ?? new BulkLimits()));
    }

    private static CalculateDutiesRequest Chunk(params string[] codes) => new()
    {
        Consignments =
        {
            codes.Select(code => new Consignment
            {
                Administration = "DE",
                AcceptanceDay = "2027-05-31",
                Item = new GoodsItem
                {
                    Number = int.Parse(code) % 1000,
                    GoodsCode = code,
                    Origin = "CN",
                    NetMassKg = "1",
                    CustomsValue = new Money { Amount = "100", Currency = "EUR" },
                },
            }),
        },
    };

    private sealed class Chunks(IEnumerable<CalculateDutiesRequest> chunks)
        : IAsyncStreamReader<CalculateDutiesRequest>, IServerStreamWriter<CalculateDutiesResponse>
    {
        private readonly Queue<CalculateDutiesRequest> _left = new(chunks);

        /// <summary>Whether more may come.</summary>
        public bool IsOpen { get; init; }

        public CalculateDutiesRequest Current { get; private set; } = null!;

        public List<CalculateDutiesResponse> Written { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public string CodeOf(CalculatedDuty result) =>
            chunks.SelectMany(chunk => chunk.Consignments).First(one => one.Item.Number == result.Answer.Item)
                .Item.GoodsCode;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (_left.Count == 0 && IsOpen)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            if (!_left.TryDequeue(out var next))
                return false;
            Current = next;
            return true;
        }

        public Task WriteAsync(CalculateDutiesResponse message, CancellationToken cancellationToken) =>
            WriteAsync(message);

        public Task WriteAsync(CalculateDutiesResponse message)
        {
            Written.Add(message);
            return Task.CompletedTask;
        }
    }

    private sealed class Registered : ICallerDirectory
    {
        /// <summary>So many times it sends too much.</summary>
        public int RefusedFirst { get; init; }

        public List<int> Spent { get; } = [];

        public bool IsKnown => true;

        public bool IsRegistered(string tenantId) => true;

        public void Check(Caller caller, Contracts.Membership.V1.SystemOperation operation)
        {
        }

        public void Spend(Caller caller, int items)
        {
            Spent.Add(items);
            if (Spent.Count <= RefusedFirst)
                throw new ClubException(ErrorReason.Overloaded, "Too many items.");
        }

        public string? AdministrationOf(Caller caller) => "DE";
    }
}
