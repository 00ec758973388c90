using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Quotas;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;

namespace CrmClub.Declarations.Tests;

/// <summary>Items that ask for a tariff quota, by the published story.</summary>
public sealed class QuotaTests(Servers servers) : IAsyncLifetime
{
    private const string Accepted = "2027-03-08";

    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Submit_CriticalQuota_ChargedWithinSecuredAndDrawnAsPublished()
    {
        var (japanese, german) = await SubmitBothAsync();

        var inJapan = (await _service.GetAsync(japanese)).Answer;
        Assert.Equal(("0", "9939000"), (inJapan.Duty.Amount, inJapan.Security.Amount));
        Assert.Equal(MeasureType.TariffQuota, inJapan.Items[0].Regime);
        var quota = inJapan.Items[0].Quota;
        Assert.Equal(("1194", "", $"{japanese}/1/1", true),
            (quota.Requested, quota.Allocated, quota.Drawing, quota.Critical));
        var inGermany = (await _service.GetAsync(german)).Answer;
        Assert.Equal((0, "19848.89"), (decimal.Parse(inGermany.Duty.Amount), inGermany.Security.Amount));
        Assert.Equal([$"{japanese}/1/1 1194", $"{german}/1/1 406"], await EntriesAsync());
    }

    [Fact]
    public async Task Allocated_FinalAsPublishedAndExplainedToTheCent()
    {
        var (japanese, german) = await SubmitBothAsync();

        for (var told = 0; told < 2; told++)
        {
            await _service.AllocateAsync(1, ($"{japanese}/1/1", "447"), ($"{german}/1/1", "152"));
            await _service.ReassessAllAsync();
        }

        var inJapan = await _service.GetAsync(japanese);
        Assert.Equal(("6218100", "6218100", "3720900"), (inJapan.Answer.Duty.Amount,
            inJapan.Answer.SecurityUsed.Amount, inJapan.Answer.SecurityReleased.Amount));
        Assert.Null(inJapan.Answer.Security);
        Assert.Equal((2, "quota 099020: allocated on 2027-03-10"), (inJapan.Answer.Revision, inJapan.Answer.Cause));
        Assert.Equal("447", inJapan.Answer.Items[0].Quota.Allocated);
        Assert.Equal(["3391700", "2826461"], inJapan.Answer.Items[0].Measures
            .Where(one => one.Applied && one.Part == QuotaPart.Beyond).Select(one => one.Amount));
        Assert.Equal("12417.77", (await _service.GetAsync(german)).Answer.Duty.Amount);
        // What was secured is no additional duty on which anybody has to be heard.
        Assert.Empty(inJapan.Adjustments);
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
        Assert.All(await _service.AuditAsync(), Assert.Null);
        Assert.Equal("6218100", Assert.Single(
            (await _service.AccountsAsync(TestService.Japanese)).Accounts).Adjusted);
    }

    [Fact]
    public async Task Revoked_AfterTheAllocation_TheQuotaPartStays()
    {
        var (japanese, german) = await SubmitBothAsync();
        await _service.AllocateAsync(1, ($"{japanese}/1/1", "447"), ($"{german}/1/1", "152"));
        await _service.ReassessAllAsync();

        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();

        var inJapan = await _service.GetAsync(japanese);
        Assert.Equal("9609800", inJapan.Answer.Duty.Amount);
        Assert.Equal("3391700", Assert.Single(inJapan.Adjustments).Difference.Amount);
        Assert.Equal("19191.11", (await _service.GetAsync(german)).Answer.Duty.Amount);
        Assert.Equal(2, (await EntriesAsync()).Count);
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Fact]
    public async Task Amended_LessGivesTheRestBackMoreDrawsAnewInvalidatedGivesAllBack()
    {
        var mrn = (await _service.SubmitAsync(World.InQuota("DE", "L-1", "406", "121800.00"))).Revision.Identity.Mrn;
        await _service.AllocateAsync(1, ($"{mrn}/1/1", "152"));
        await _service.ReassessAllAsync();

        var less = World.InQuota("DE", "L-1", "400", "120000.00");
        var answer = (await _service.ReportAsync(mrn, Amended, 2, less)).Answer;
        Assert.Equal(("400", "152", $"{mrn}/1/1"), Facts(answer));
        var more = World.InQuota("DE", "L-1", "500", "150000.00");
        answer = (await _service.ReportAsync(mrn, Amended, 3, more)).Answer;
        Assert.Equal(("500", "", $"{mrn}/4/1"), Facts(answer));
        await _service.ReportAsync(mrn, new Report { Invalidated = new() { Reason = "test" } }, 4);

        Assert.Equal(
            [
                $"{mrn}/1/1 406", $"{mrn}/3/1/back 6 of {mrn}/1/1", $"{mrn}/4/1 500",
                $"{mrn}/4/1/back 400 of {mrn}/1/1", $"{mrn}/5/1/back 500 of {mrn}/4/1",
            ],
            await EntriesAsync());
        // An allocation that crossed the invalidation changes nothing any more.
        await _service.AllocateAsync(2, ($"{mrn}/4/1", "500"));
        await _service.ReassessAllAsync();
        Assert.Equal(5, (await _service.GetAsync(mrn)).Revisions.Count);
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
        Assert.All(await _service.AuditAsync(), Assert.Null);

        static (string, string, string) Facts(DeclarationAnswer answer) => answer.Items[0].Quota is var quota
            ? (quota.Requested, quota.Allocated, quota.Drawing) : default;
    }

    [Fact]
    public async Task Submit_NotOpenOrSuspended_RefusedBlockedHeld()
    {
        await RefusedAsync("QUOTA_OPEN", "2027-05-31");
        await ChangeStateAsync(QuotaState.Suspended, "an inquiry", 1);
        await RefusedAsync("QUOTA_SUSPENDED", Accepted);
        await ChangeStateAsync(QuotaState.Blocked, "a corrected volume", 2);

        var held = await _service.SubmitAsync(World.InQuota("DE", "L-1", "406", "121800.00"));

        var answer = (await _service.GetAsync(held.Revision.Identity.Mrn)).Answer;
        Assert.Equal("a corrected volume", answer.Items[0].Quota.Blocked);

        async Task RefusedAsync(string rule, string day)
        {
            var refused = await Assert.ThrowsAsync<ClubException>(() =>
                _service.SubmitAsync(World.InQuota("DE", $"L-{rule}", "406", "121800.00", day)));
            Assert.Equal(rule, Assert.Single(refused.Violations).Rule);
        }
    }

    [Fact]
    public async Task Day_EndedInEveryZone_ToldOnceByTwoReplicasAndThoughOneDies()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var other = await _service.JoinAsync();
        var (one, two) = (Closing(_service), Closing(other));

        Assert.True(await FailPoint.DiesAsync("day.before-commit", () => one.CloseAsync(cancel)));
        Assert.Equal(0, await _service.CountAsync("day_closed"));

        await Task.WhenAll(one.CloseAsync(cancel), two.CloseAsync(cancel));
        Assert.True(await FailPoint.DiesAsync("day.after-commit", () => Closing(other).CloseAsync(cancel)));
        await one.CloseAsync(cancel);

        await using var select = _service.Database.CreateCommand(
            "SELECT (SELECT string_agg(day::text, ' ') FROM day_closed), "
            + "(SELECT count(*) FROM journal WHERE kind = 'crmclub.declarations.v1.DayClosed')");
        await using var row = await select.ExecuteReaderAsync(cancel);
        Assert.True(await row.ReadAsync(cancel));
        Assert.Equal(("2027-09-19", 1L), (row.GetString(0), row.GetInt64(1)));

        static DayClosing Closing(TestService of) => new(of.Database, of.Membership, of.TariffHolder,
            new JournalSignal(), new StandingDay(World.Today), NullLogger<DayClosing>.Instance);
    }

    private static Report Amended => new() { Amended = new() { Reason = "test" } };

    private async Task<(string Japanese, string German)> SubmitBothAsync()
    {
        var declared = World.InQuota("JP", "L-1", "1200", "358200.00", Accepted);
        declared.Items[0].ContainedShare = "0.995";
        declared.Items[0].Documents.Add(new Document { Code = "9CRA", Reference = "A-1" });
        var japanese = await _service.SubmitAsync(declared);
        var german = await _service.SubmitAsync(World.InQuota("DE", "L-1", "406", "121800.00", Accepted));
        return (japanese.Revision.Identity.Mrn, german.Revision.Identity.Mrn);
    }

    private Task ChangeStateAsync(QuotaState state, string reason, int second) => _service.HearOfQuotaAsync(
        new QuotaStateChanged
        {
            OrderNumber = World.DysprosiumQuota,
            State = state,
            Reason = reason,
            ChangedAt = Timestamp.FromDateTime(new DateTime(2027, 3, 8, 1, 1, second, DateTimeKind.Utc)),
        });

    /// <summary>What the journal tells of the ledger, in order.</summary>
    private async Task<List<string>> EntriesAsync()
    {
        await using var select = _service.Database.CreateCommand(
            "SELECT body FROM journal WHERE kind = 'crmclub.declarations.v1.DeclarationsDecided' ORDER BY id");
        var all = new List<string>();
        await using var rows = await select.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            all.AddRange(DeclarationsDecided.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)).Declarations
                .SelectMany(one => one.Quotas)
                .Select(one => $"{one.Id} {one.Quantity}{(one.Returns.Length == 0 ? "" : $" of {one.Returns}")}"));
        return all;
    }
}
