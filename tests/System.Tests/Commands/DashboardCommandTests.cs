using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.System.Tests.Telemetry;
using CrmClub.Testing.Clubs;
using Dapper;
using Grpc.Core;
using Grpc.Net.Client;

namespace CrmClub.System.Tests.Commands;

/// <summary>Each command that the dashboard offers, by the host's own door, and what comes of it.</summary>
[Collection<TroubledClub>]
public sealed partial class DashboardCommandTests(TroubledClub troubled)
{
    private const int VisibleMax = 14;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);
    private static readonly Series Parked =
        new("declarations", "crmclub.copy.parked", "{item}", "producer=suppliers");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClubUnderTest Club => troubled.Club;

    [Fact]
    public async Task Seed_Declarations_AreDecided()
    {
        var before = await SeededAsync();

        var result = await Club.CommandAsync("declarations", "seed", Cancel, ("count", "130"));

        Assert.True(result.Success, result.Message);
        Assert.Contains("130 declarations decided, 0 refused", result.Data?.Value);
        Assert.Equal(before + 130, await SeededAsync());
    }

    [Fact]
    public async Task Seed_WrongCount_SaysWhichIsRight()
    {
        var result = await Club.CommandAsync("declarations", "seed", Cancel, ("count", "0"));

        Assert.False(result.Success);
        Assert.Contains("from 1 to 100000", result.Message);
    }

    [Fact]
    public async Task Outage_OfTheBroker_StopsItAndStartsAnother()
    {
        var before = Club.Pid("rabbitmq");

        var outage = Club.CommandAsync("rabbitmq", "outage", Cancel, ("seconds", "3"));
        await Club.UntilStoppedAsync("rabbitmq", Cancel);
        var result = await outage;

        Assert.True(result.Success, result.Message);
        Assert.Contains("The broker was away", result.Data?.Value);
        await Club.UntilHealthyAsync(Cancel);
        Assert.NotNull(Club.Pid("rabbitmq"));
        Assert.NotEqual(before, Club.Pid("rabbitmq"));
    }

    [Fact]
    public async Task Replay_OfAnEntryThatACopyRefused_AppliesItOnceThatIsMended()
    {
        await using var database = Club.Database("declarations");
        await using var superuser = await database.OpenConnectionAsync(Cancel);
        await superuser.ExecuteAsync(
            "ALTER TABLE certificate_version ADD CONSTRAINT refused CHECK (false) NOT VALID");
        ExecuteCommandResult again;
        Contracts.Suppliers.V1.Certificate certificate;
        try
        {
            certificate = await Club.CertifyAsync(Cancel);
            await ParkedAsync(1);
            again = await Club.CommandAsync("declarations", "replay-parked", Cancel);
        }
        finally
        {
            await superuser.ExecuteAsync("ALTER TABLE certificate_version DROP CONSTRAINT refused");
        }

        Assert.False(again.Success);
        Assert.Contains(certificate.Number, again.Message);
        Assert.Contains("replay once more", again.Message);
        var mended = await Club.CommandAsync("declarations", "replay-parked", Cancel);
        Assert.True(mended.Success, mended.Message);
        Assert.Matches(@"suppliers +1 +0", mended.Data?.Value);
        await ParkedAsync(0);
        var answer = await Club.DeclareRelyingAsync(certificate, Cancel);
        Assert.Contains(answer.Versions.Certificates, cited => cited.Number == certificate.Number);
    }

    [Fact]
    public async Task VerifyAudit_OfARowThatASuperuserChanged_NamesIt()
    {
        await using var database = Club.Database("membership");
        await using var superuser = await database.OpenConnectionAsync(Cancel);
        var whole = await Club.CommandAsync("gateway", "verify-audit", Cancel);
        Assert.True(whole.Success, whole.Message);
        Assert.Contains("The records are whole.", whole.Data?.Value);

        await superuser.ExecuteAsync("UPDATE administration SET name_en = name_en || '!' WHERE code = 'DE'");
        try
        {
            var broken = await Club.CommandAsync("gateway", "verify-audit", Cancel);
            Assert.False(broken.Success);
            Assert.Contains("membership.administration", broken.Message);
        }
        finally
        {
            await superuser.ExecuteAsync("UPDATE administration SET name_en = rtrim(name_en, '!') WHERE code = 'DE'");
        }
    }

    [Fact]
    public async Task MoveClock_ByAWeek_LetsWhatIsDatedThenBeAccepted()
    {
        var later = DateTime.UtcNow.AddDays(7).ToString("yyyy-MM-dd");
        await DatedAsync(later, isAccepted: false);
        try
        {
            var result = await Club.CommandAsync(
                "gateway", "move-clock", Cancel, ("day", DateTime.UtcNow.AddDays(8).ToString("yyyy-MM-dd")));
            Assert.True(result.Success, result.Message);
            await DatedAsync(later, isAccepted: true);
        }
        finally
        {
            await Club.CommandAsync("gateway", "move-clock", Cancel, ("day", ""));
        }

        await DatedAsync(later, isAccepted: false);
        var wrong = await Club.CommandAsync("gateway", "move-clock", Cancel, ("day", "tomorrow"));
        Assert.False(wrong.Success);
        Assert.Contains("YYYY-MM-DD", wrong.Message);
    }

    [Fact]
    public async Task SignIn_AsACustomsSystem_GivesATokenThatTheClubTakes()
    {
        var result = await Club.CommandAsync("identity", "sign-in", Cancel, ("name", "customs-fr"));

        Assert.True(result.Success, result.Message);
        Assert.DoesNotMatch(Jwt(), result.Message);
        var token = Jwt().Match(result.Data!.Value).Value;
        using var channel = GrpcChannel.ForAddress(Club.Address("gateway", "grpc"));
        var found = await new DeclarationService.DeclarationServiceClient(channel).ListDeclarationsAsync(
            new ListDeclarationsRequest(), new Metadata { { "authorization", $"Bearer {token}" } },
            cancellationToken: Cancel);
        Assert.All(found.Declarations, one => Assert.Equal("FR", one.Administration));
    }

    [Fact]
    public void Resources_OfTheClub_AreFewAndWithoutHelpers()
    {
        Assert.InRange(Club.Visible.Count, 1, VisibleMax);
        Assert.DoesNotContain("migrator", Club.Visible);
        Assert.Contains("gateway", Club.Visible);
    }

    [GeneratedRegex(@"eyJ[\w-]+\.[\w-]+\.[\w-]+")]
    private static partial Regex Jwt();

    private Task ParkedAsync(int items) => Eventually.TrueAsync(
        () => Task.FromResult(troubled.Collector.Metrics.Of(Parked)?.Value == items), Within, Cancel);

    private Task DatedAsync(string day, bool isAccepted) => Eventually.TrueAsync(async () =>
    {
        using var customs = Club.SignedInAs("customs-de");
        var request = ExampleDeclaration.Request();
        request.ValidateOnly = true;
        request.Declaration.AcceptanceDay = day;
        try
        {
            await customs.CallAsync(
                options => customs.Declarations.SubmitDeclarationAsync(request, options), cancel: Cancel);
            return isAccepted;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument)
        {
            return !isAccepted;
        }
    }, Within, Cancel);

    private async Task<int> SeededAsync()
    {
        using var auditor = Club.SignedInAs("auditor");
        var request = new ListDeclarationsRequest { PageSize = 500 };
        var seeded = 0;
        do
        {
            var page = await auditor.CallAsync(
                options => auditor.Declarations.ListDeclarationsAsync(request, options), cancel: Cancel);
            seeded += page.Declarations.Count(one => one.Lrn.StartsWith("SEED-", StringComparison.Ordinal));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return seeded;
    }
}
