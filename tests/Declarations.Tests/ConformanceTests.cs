using CrmClub.ServiceDefaults.Signing;
using System.Security.Cryptography;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Declarations.Conformance;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Testing;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Declarations.Tests;

/// <summary>What a run shows is what the club was sent and answered; and nothing of it counts anywhere else.</summary>
public sealed class ConformanceTests(Servers servers) : IAsyncLifetime
{
    private const string Tenant = "7e000000-0000-4000-8000-0000000000a0";
    private const string Day = "2027-06-01";

    private static readonly Caller System = new(
        "5e000000-0000-4000-8000-0000000000a0", "5e000000-0000-4000-8000-0000000000a0", Tenant, IsPerson: false,
        new HashSet<string> { ClubRoles.Applicant });

    private static readonly Caller Person = System with { Id = "lead", ClientId = "web", IsPerson = true };

    private readonly string _keys = Directory.CreateTempSubdirectory("crmclub-").FullName;
    private TestService _service = null!;
    private ConformanceRuns _runs = null!;
    private string _nextPage = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Cases => [.. List.All.Select(one => one.Id)];

    private static CaseList List => CaseList.Read(Path.Combine(Checkout.Root, "data", "conformance", "cases.json"));

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.FoundAsync(servers.Postgres);
        var founding = World.Founding();
        var administration = founding.Administrations[0].Clone();
        (administration.Code, administration.Party, administration.TenantId) = ("AU", "AU", Tenant);
        founding.Administrations.Add(administration);
        founding.CustomsSystems.Add(new CustomsSystem
        {
            ClientId = System.ClientId,
            Administration = "AU",
            Name = "Sandbox",
        });
        var row = new PartyStatusRow
        {
            Status = PartyStatus.Applicant,
            ValidFrom = World.FirstDay,
            RecordedAt = Timestamp.FromDateTime(new(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
        };
        founding.Parties.Add(new Party { Code = "AU", Countries = { "AU" }, Statuses = { row } });
        _service.Membership.Replace(new MembershipView(1, [.. MembershipRecords.Of(founding)]));
        _runs = new ConformanceRuns(
            _service.Conformance, List, SigningKey.In(_keys, "conformance"), _service.Callers, _service.Membership,
            TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    [Fact]
    public async Task Run_OfASystemThatDoesEveryCase_Passes_AndNothingOfItCounts()
    {
        await _runs.StartAsync(new(), System, Cancel);
        foreach (var step in List.All.SelectMany(one => SampleCalls.Of(one.Id, this)))
            await step();

        var run = await _runs.GetAsync("", System, Cancel);

        Assert.Empty(run.Results.Where(one => !one.Passed).Select(one => one.Id));
        Assert.True(run.Passed);
        Assert.Equal(("AU", "AU", System.ClientId), (run.Party, run.Administration, run.ClientId));
        foreach (var table in new[] { "declaration", "revision", "citation", "journal", "adjustment" })
            Assert.Equal(0, await _service.CountAsync(table));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Case_WithoutItsLastCall_IsNotPassed_AndWithItIs(string id)
    {
        await _runs.StartAsync(new(), System, Cancel);
        var steps = SampleCalls.Of(id, this);
        foreach (var step in steps[..^1])
            await step();
        var before = await ResultAsync(id);

        await steps[^1]();

        Assert.False(before.Passed);
        Assert.True((await ResultAsync(id)).Passed);
    }

    /// <summary>Begun with one declaration, and gone on with another: the outcomes alone show nothing.</summary>
    [Theory]
    [InlineData("corrected")]
    [InlineData("twenty-faults")]
    [InlineData("unavailable")]
    [InlineData("overloaded")]
    public async Task Case_GoneOnWithAnotherDeclaration_IsNotPassed(string id)
    {
        await _runs.StartAsync(new(), System, Cancel);
        await SampleCalls.Of(id, this)[0]();
        await SampleCalls.Of("several-items", this)[0]();

        Assert.False((await ResultAsync(id)).Passed);
        Assert.True((await ResultAsync("several-items")).Passed);
    }

    [Fact]
    public async Task Report_Signed_HoldsWithThePublicKeyAlone_AndNotWithAnother()
    {
        await _runs.StartAsync(new(), System, Cancel);
        var answer = await _runs.ReportAsync(new(), System, Cancel);

        var published = File.ReadAllText(Path.Combine(_keys, ConformanceReports.KeysFile));
        var report = ConformanceReports.Read(answer.Report, PublicKeySet.Parse(published));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal(published, answer.Keys);
        Assert.Equal((false, List.Hash), (report!.Run.Passed, report.Run.CasesHash));
        Assert.Null(ConformanceReports.Read(answer.Report, PublicKeySet.Parse(PublicKeySet.Write(other))));
        Assert.DoesNotContain("\"d\"", published);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            new FileInfo(Path.Combine(_keys, "conformance.pem")).UnixFileMode);
        using var again = SigningKey.In(_keys, "conformance");
        Assert.Equal(answer.Keys, again.PublicKeys);
    }

    [Fact]
    public async Task Start_AgainWithoutACall_IsTheSameRun_AndAfterOneANewOne()
    {
        var first = await _runs.StartAsync(new(), System, Cancel);
        Assert.Equal(first.Id, (await _runs.StartAsync(new(), System, Cancel)).Id);
        await SubmitAsync(Request(Oxide("L-1")));

        var second = await _runs.StartAsync(new(), System, Cancel);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(0, second.Calls);
        Assert.Equal("ACCEPTED", await SubmitAsync(Request(Oxide("L-1"))));
    }

    [Fact]
    public async Task Call_WithoutARun_OrByAPerson_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<ClubException>(
            () => _service.Sandbox.SubmitAsync(Request(Oxide("L-1")), "SubmitDeclaration", System, Cancel));
        var person = await Assert.ThrowsAsync<ClubException>(() => _runs.StartAsync(new(), Person, Cancel));

        Assert.Equal(ErrorReason.StateForbids, refused.Reason);
        Assert.Equal(ErrorReason.NotFound, person.Reason);
    }

    [Fact]
    public async Task Person_OfTheApplicant_StartsAndReadsItsSystemsRuns_AndNobodyElses()
    {
        Assert.Null(Assert.Single((await _runs.SystemsAsync(Person, Cancel)).Systems).Run);
        var started = await _runs.StartAsync(new() { ClientId = System.ClientId }, Person, Cancel);
        await SubmitAsync(Request(Oxide("L-1")));

        var own = Assert.Single((await _runs.SystemsAsync(Person, Cancel)).Systems);
        var report = await _runs.ReportAsync(new() { ClientId = System.ClientId }, Person, Cancel);
        var stranger = Person with { TenantId = World.Founding().Administrations[0].TenantId };

        Assert.Equal((System.ClientId, started.Id, 1), (own.ClientId, own.Run.Id, own.Run.Calls));
        Assert.Equal(started.Id, ConformanceReports.Read(report.Report, PublicKeySet.Parse(report.Keys))!.Run.Id);
        Assert.DoesNotContain(
            System.ClientId, (await _runs.SystemsAsync(stranger, Cancel)).Systems.Select(one => one.ClientId));
        Assert.All(
            new[]
            {
                await ReasonAsync(() => _runs.GetAsync(System.ClientId, stranger, Cancel)),
                await ReasonAsync(() => _runs.StartAsync(new() { ClientId = System.ClientId }, stranger, Cancel)),
                await ReasonAsync(() => _runs.ReportAsync(new() { ClientId = System.ClientId }, stranger, Cancel)),
                await ReasonAsync(() => _runs.GetAsync("5e000000-0000-4000-8000-000000000bad", Person, Cancel)),
                await ReasonAsync(() => _runs.GetAsync("5e000000-0000-4000-8000-000000000bad", System, Cancel)),
            },
            reason => Assert.Equal(ErrorReason.NotFound, reason));
    }

    [Fact]
    public async Task Case_ShownInPart_NamesTheStepsThatAreMissing()
    {
        await _runs.StartAsync(new(), System, Cancel);
        var before = await ResultAsync("same-request");
        await SubmitAsync(Request(Oxide("L-1")));
        var after = await ResultAsync("same-request");

        Assert.Equal(["ACCEPTED", "REPLAYED"], before.Missing.Select(step => step.Outcome));
        Assert.Equal(["REPLAYED"], after.Missing.Select(step => step.Outcome));
        Assert.Empty((await ResultAsync("accepted")).Missing);
    }

    private static async Task<ErrorReason> ReasonAsync(Func<Task> call) =>
        (await Assert.ThrowsAsync<ClubException>(call)).Reason;

    private async Task<ConformanceResult> ResultAsync(string id) =>
        (await _runs.GetAsync("", System, Cancel)).Results.Single(one => one.Id == id);

    internal async Task<string> SubmitAsync(SubmitDeclarationRequest request, bool batch = false)
    {
        try
        {
            var answer = await _service.Sandbox.SubmitAsync(
                request, batch ? "SubmitDeclarations" : "SubmitDeclaration", System, Cancel);
            LastMrn = answer.Mrn;
            return answer.Replayed ? "REPLAYED" : "ACCEPTED";
        }
        catch (ClubException refusal)
        {
            return ErrorCodes.NameOf(refusal.Reason);
        }
    }

    internal string LastMrn { get; private set; } = "";

    internal async Task ReadAsync(string mrn)
    {
        try
        {
            await _service.Sandbox.GetAsync(new GetDeclarationRequest { Mrn = mrn }, System, Cancel);
        }
        catch (ClubException none) when (none.Reason == ErrorReason.NotFound)
        {
            // The answer that is asked for.
        }
    }

    /// <summary>The page after the one that was read last.</summary>
    internal async Task ListAsync(int size)
    {
        var request = new ListDeclarationsRequest { PageSize = size, PageToken = _nextPage };
        _nextPage = (await _service.Sandbox.ListAsync(request, System, Cancel)).NextPageToken;
    }

    internal static SubmitDeclarationRequest Request(Declaration declaration) =>
        new() { RequestId = $"{Guid.NewGuid()}", Declaration = declaration };

    /// <summary>Sound, in the administration's own currency, and of goods that no case asks about.</summary>
    internal static Declaration Oxide(string lrn)
    {
        var declaration = World.Metals("AU", lrn, Day);
        declaration.InvoiceCurrency = "EUR";
        declaration.Items.RemoveAt(1);
        var item = declaration.Items[0];
        (item.GoodsCode, item.CustomsValue) = ("84713000", new Money { Amount = "50000.00", Currency = "EUR" });
        return declaration;
    }
}
