using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Declarations.Tests;

/// <summary>Declarations that are amended and invalidated while two replicas work in what their drawings got.</summary>
public sealed class QuotaCrossingTests(Servers servers) : IAsyncLifetime
{
    private const int Declarations = 120;

    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Amended_WhileItsDrawingIsAllocated_AsIfOneHadComeBehindTheOther()
    {
        await using var another = await _service.JoinAsync();
        var mrns = (await Task.WhenAll(Enumerable.Range(0, Declarations).Select(number =>
            _service.SubmitAsync(World.InQuota("DE", Lrn(number), "406", "121800.00")))))
            .Select(one => one.Revision.Identity.Mrn).ToList();
        await _service.AllocateAsync(1, [.. mrns.Select(mrn => ($"{mrn}/1/1", "152"))]);

        await another.Tariffs.RefreshAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(
            _service.ReassessAllAsync(), another.ReassessAllAsync(),
            Task.WhenAll(mrns.Index().Select(one => ReportAsync(one.Item, one.Index))));
        await _service.ReassessAllAsync();
        var anew = mrns.Where((_, number) => number % 3 == 1).ToList();
        await _service.AllocateAsync(2, [.. await Task.WhenAll(anew.Select(async mrn =>
            ((await _service.GetAsync(mrn)).Answer.Items[0].Quota.Drawing, "250")))]);
        await _service.ReassessAllAsync();

        foreach (var (number, mrn) in mrns.Index())
        {
            var answer = (await _service.GetAsync(mrn)).Answer;
            if (number % 3 == 2)
            {
                Assert.Equal(DeclarationState.Invalidated, answer.State);
                continue;
            }

            // 152 of 400 kg, or 250 of 500, are within; 10 % and the levy on what is beyond.
            var quota = answer.Items[0].Quota;
            Assert.Equal(
                number % 3 == 0 ? ("400", "152", "12124.44") : ("500", "250", "12222.23"),
                (quota.Requested, quota.Allocated, answer.Duty.Amount));
        }

        await using var select = _service.Database.CreateCommand(
            "SELECT count(*) FROM quota_entry WHERE id LIKE '%/back'");
        Assert.Equal((long)Declarations, await select.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        await _service.SoundAsync();
    }

    /// <summary>Less, more, or nothing any more; again where an allocation was quicker.</summary>
    private async Task ReportAsync(string mrn, int number)
    {
        while (true)
        {
            var known = (await _service.GetAsync(mrn)).Answer.Revision;
            try
            {
                await (number % 3 == 0 ? AmendAsync("400", "120000.00")
                    : number % 3 == 1 ? AmendAsync("500", "150000.00")
                    : _service.ReportAsync(mrn, new Report { Invalidated = new() { Reason = "test" } }, known));
                return;
            }
            catch (ClubException late) when (late.Reason == ErrorReason.ConcurrentChange)
            {
            }

            Task<ReportDeclarationResponse> AmendAsync(string kg, string value) => _service.ReportAsync(
                mrn, new Report { Amended = new() { Reason = "test" } }, known,
                World.InQuota("DE", Lrn(number), kg, value));
        }
    }

    private static string Lrn(int number) => $"L-{number}";
}
