using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Declarations.Tests;

/// <summary>Declarations in the order in which they came in.</summary>
public sealed class LatestTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Latest_PageByPage_IsWhatWasRecordedLastWhateverItsDay()
    {
        foreach (var (lrn, day) in new[] { ("L-1", "2027-03-08"), ("L-2", "2027-03-09"), ("L-3", "2027-03-02") })
        {
            var declaration = World.Dysprosium("DE", lrn, "254", "76200.00");
            declaration.AcceptanceDay = day;
            await _service.SubmitAsync(declaration);
        }

        var lrns = new List<string>();
        for (var request = new ListDeclarationsRequest { PageSize = 1, Latest = true }; ;)
        {
            var page = await _service.ListAsync(request, TestService.Auditor);
            lrns.AddRange(page.Declarations.Select(one => one.Lrn));
            if (page.NextPageToken.Length == 0)
                break;
            request.PageToken = page.NextPageToken;
        }

        var byDay = await _service.ListAsync(new ListDeclarationsRequest(), TestService.Auditor);
        Assert.Equal(["L-3", "L-2", "L-1"], lrns);
        Assert.Equal(["L-2", "L-1", "L-3"], byDay.Declarations.Select(one => one.Lrn));
    }

    [Fact]
    public async Task Latest_ByAnAdministrationOrWithDays_IsRefused()
    {
        var own = await Assert.ThrowsAsync<ClubException>(() => _service.ListAsync(
            new ListDeclarationsRequest { Latest = true }, TestService.German));
        var days = await Assert.ThrowsAsync<ClubException>(() => _service.ListAsync(
            new ListDeclarationsRequest { Latest = true, AcceptedTo = "2027-03-01" }, TestService.Auditor));

        Assert.Equal(["latest", "latest"], own.Violations.Concat(days.Violations).Select(fault => fault.Field));
    }
}
