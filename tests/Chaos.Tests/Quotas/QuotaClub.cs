using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;
using Dapper;
using Npgsql;

namespace CrmClub.Chaos.Tests.Quotas;

/// <summary>A secretariat with quotas of dysprosium oxide, and what it does with them from day to day.</summary>
internal sealed class QuotaClub(ClubUnderTest club, CancellationToken cancel)
{
    private const string Order = "099000";
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DoneWithin = TimeSpan.FromSeconds(120);

    public async Task ItIsAsync(DateOnly day)
    {
        var moved = await club.CommandAsync("gateway", "move-clock", cancel, ("day", $"{day:O}"));
        Assert.True(moved.Success, moved.Message);
    }

    /// <summary>The members adopt the main quota and the two that draw from it, for March.</summary>
    public async Task FoundAsync(DateOnly from, params (string Order, int Volume)[] quotas)
    {
        var first = $"{from:O}";
        await club.PublishAsync(new ProposalContent
        {
            Title = "Quotas of dysprosium oxide",
            Reason = "There is no supply of its own yet.",
            LegalBase = "Decision of the members on Annex II, Part E",
            EffectiveOn = first,
            Additions =
            {
                quotas.Select(one => new Measure
                {
                    Type = MeasureType.TariffQuota,
                    GoodsCode = "28469020",
                    Origin = "ALL",
                    ExcludedOrigins = { "CLUB" },
                    Expression = "0 %",
                    OrderNumber = one.Order,
                }),
            },
            Quotas =
            {
                quotas.Select(one => new QuotaDefinition
                {
                    OrderNumber = one.Order,
                    Unit = "kg Dy2O3",
                    MainOrderNumber = one.Order == Order ? "" : Order,
                    Periods = { new QuotaPeriod { OpenFrom = first, OpenTo = "2028-01-01", Volume = $"{one.Volume}" } },
                }),
            },
        }, cancel);
        await club.RecordAsync(
            [
                Rates.Of("EU-MONTHLY", "EUR", "USD", "1.1250", "2027-03-01", "2027-04-01"),
                Rates.Of("JP-WEEKLY", "USD", "JPY", "151.35", "2027-02-28", "2027-03-07"),
                Rates.Of("JP-WEEKLY", "USD", "JPY", "151.35", "2027-03-07", "2027-03-14"),
            ],
            cancel);
    }

    public async Task ChangeStateAsync(QuotaState state)
    {
        using var officer = club.SignedInAs("secretariat");
        var request = new ChangeQuotaStateRequest
        {
            RequestId = NewId(),
            OrderNumber = Order,
            State = state,
            Reason = "so that a day is allocated at once",
        };
        await officer.CallAsync(options => officer.Quotas.ChangeQuotaStateAsync(request, options), DoneWithin, cancel);
    }

    /// <summary>Until all is copied, and a day is known to have ended where one is given.</summary>
    public async Task UntilClosedAsync(DateOnly? day)
    {
        await using var tariffs = club.Database("tariffs");
        await Eventually.HoldsAsync($"{day:O} is closed", async () => day is null || await ScalarAsync(
            tariffs, $"SELECT count(*) FROM day_closed WHERE day >= '{day:O}'") > 0, KnownWithin, cancel);
        await new ClubChecker(club).UntilSettledAsync(cancel);
    }

    /// <summary>Until another allocation has come to those who decide by it.</summary>
    public Task UntilToldAsync(long before) => Eventually.HoldsAsync(
        "an allocation is told", async () => await ToldAsync() > before, KnownWithin, cancel);

    /// <summary>How many allocations have come to those who decide by them.</summary>
    public async Task<long> ToldAsync()
    {
        await using var declarations = club.Database("declarations");
        return await ScalarAsync(declarations, "SELECT count(*) FROM reassessment WHERE quota IS NOT NULL");
    }

    /// <summary>Until all but so many are allocated and everything is decided by it.</summary>
    public async Task UntilDecidedAsync(int waiting)
    {
        await using var tariffs = club.Database("tariffs");
        await using var declarations = club.Database("declarations");
        await Eventually.HoldsAsync($"all but {waiting} are allocated", async () => await ScalarAsync(tariffs,
            """
            SELECT count(*) FILTER (WHERE allocated IS NULL) + 1000000 * count(*) FILTER (WHERE allocated > requested)
            FROM quota_drawing
            """) == waiting, DoneWithin, cancel);
        await new ClubChecker(club).UntilSettledAsync(cancel);
        await Eventually.HoldsAsync("all is decided", async () => await ScalarAsync(
            declarations, "SELECT count(*) FROM reassessment WHERE done_at IS NULL") == 0, DoneWithin, cancel);
        await new ClubChecker(club).UntilSettledAsync(cancel);
    }

    /// <summary>Each drawing of the ledger as it stands.</summary>
    public async Task<IReadOnlyList<(string Id, int Requested, int? Allocated)>> LedgerAsync()
    {
        await using var tariffs = club.Database("tariffs");
        await using var connection = await tariffs.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<(string, decimal, decimal?)>(
            "SELECT id, requested, allocated FROM quota_drawing"))
            .Select(one => (one.Item1, (int)one.Item2, (int?)one.Item3))];
    }

    /// <summary>Drawings of which the journal told more or less than they have.</summary>
    public async Task<IReadOnlyList<string>> ToldOtherwiseAsync()
    {
        await using var tariffs = club.Database("tariffs");
        await using var connection = await tariffs.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<byte[]>("SELECT body FROM quota_account ORDER BY entry_id"))
            .SelectMany(body => QuotaAllocated.Parser.ParseFrom(body).Quantities)
            .GroupBy(one => one.Drawing)
            .Where(told => told.Sum(one => int.Parse(one.Quantity)) != int.Parse(told.Last().Total))
            .Select(told => told.Key)];
    }

    /// <summary>What is gone of a quota.</summary>
    public async Task<int> AllocatedAsync(string order)
    {
        using var officer = club.SignedInAs("secretariat");
        var answer = await officer.CallAsync(options => officer.Quotas.GetQuotaAsync(
            new GetQuotaRequest { OrderNumber = order }, options), cancel: cancel);
        return int.Parse(answer.Quota.Accounts[0].Allocated);
    }

    /// <summary>What is claimed of a plant.</summary>
    public async Task<decimal> ClaimedAsync(string facility)
    {
        using var officer = club.SignedInAs("secretariat");
        var answer = await officer.CallAsync(options => officer.Balances.GetBalanceAsync(
            new GetBalanceRequest { Facility = facility }, options), cancel: cancel);
        return answer.Balances.Sum(one => Consignment.Number(one.UsedKg));
    }

    private async Task<long> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
