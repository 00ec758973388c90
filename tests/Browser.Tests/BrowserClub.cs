using CrmClub.Browser.Tests;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;
using Microsoft.Playwright;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(BrowserClub))]
// One browser and one club on two cores: pages beside each other would only wait for each other.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace CrmClub.Browser.Tests;

/// <summary>
/// The one club and the one Chromium of this assembly, with a few declarations, one of them reassessed.
/// </summary>
public sealed class BrowserClub : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private const int MoreDeclarations = 12;
    private static readonly TimeSpan EndedWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    // Only loopback is to be reached, and nothing kept.
    private static readonly string[] Quiet =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly string _mark = $"crmclub-browser-{Guid.NewGuid():n}";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ClubUnderTest Club { get; private set; } = null!;

    /// <summary>A declaration that has two revisions.</summary>
    public string Reassessed { get; private set; } = "";

    /// <summary>Another declaration of the same administration.</summary>
    public string Other { get; private set; } = "";

    /// <summary>Id of the adjustment that came of it, and its cause.</summary>
    public string Adjustment { get; private set; } = "";

    public string Cause { get; private set; } = "";

    /// <summary>A facility whose certificate was revoked.</summary>
    public string Facility { get; private set; } = "";

    public string Certificate { get; private set; } = "";

    /// <summary>A certificate that counts.</summary>
    public string Current { get; private set; } = "";

    /// <summary>Another that counts.</summary>
    public string Suspendable { get; private set; } = "";

    /// <summary>Id of the suspension of the current one, which waits for approval.</summary>
    public string Change { get; private set; } = "";

    /// <summary>Id of a change of membership that waits for approval.</summary>
    public string MemberChange { get; private set; } = "";

    /// <summary>Number of a proposal that waits for approval.</summary>
    public int Proposal { get; private set; }

    /// <summary>What there is in other rooms.</summary>
    internal OtherPages Others { get; private set; } = null!;

    /// <summary>Order number of a quota that is in force.</summary>
    public const string Quota = "099020";

    internal Uri Address => new($"http://localhost:{Club.Address("gateway", "http").Port}/");

    public async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Chromium), $"There is no {Chromium}: scripts/install test");
        var cancel = TestContext.Current.CancellationToken;
        // One address files more here than a person does.
        global::System.Environment.SetEnvironmentVariable("Gateway__CallsPerHour__Grievances", "1000");
        Club = await ClubUnderTest.StartAsync(cancel);
        await FillAsync(cancel);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = Quiet,
            Env = Environment().ToDictionary(),
        });
    }

    /// <summary>A new person at the browser: nothing is remembered of the one before.</summary>
    internal async Task<Visit> VisitAsync(
        string language = "en", ColorScheme theme = ColorScheme.Light, int width = 1280, int height = 900)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(),
            Locale = language,
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        return new Visit(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (Club is not null)
            await Club.DisposeAsync();
        await Eventually.HoldsAsync(
            "the browser has ended", () => Task.FromResult(Processes.Of(_mark).Count == 0), EndedWithin);
    }

    private IEnumerable<KeyValuePair<string, string>> Environment()
    {
        foreach (var name in new[] { "PATH", "HOME", "TMPDIR" })
            if (global::System.Environment.GetEnvironmentVariable(name) is { } value)
                yield return new(name, value);
        yield return new("CRMCLUB_BROWSER", _mark);
    }

    /// <summary>The officer writes a proposal and asks for approval.</summary>
    internal async Task<int> SubmitProposalAsync(CancellationToken cancel)
    {
        using var officer = Club.SignedInAs("secretariat");
        var drafted = (await officer.CallAsync(options => officer.Proposals.DraftProposalAsync(
            new DraftProposalRequest
            {
                RequestId = NewId(),
                Content = new ProposalContent
                {
                    Title = "Base duty on yttrium compounds to 22 %",
                    Reason = "Imports below cost have doubled.",
                    LegalBase = "Decision of the members on Annex II, Part A",
                    EffectiveOn = "2040-01-01",
                    Amendments =
                    {
                        new MeasureAmendment
                        {
                            Id = "M-0009",
                            Measure = new Measure
                            {
                                Type = MeasureType.Base,
                                GoodsCode = "28469050",
                                Origin = "ALL",
                                ExcludedOrigins = { "CLUB" },
                                Expression = "22 %",
                            },
                        },
                    },
                },
            }, options), Within, cancel)).Proposal;
        var submitted = await officer.CallAsync(options => officer.Proposals.SubmitProposalAsync(
            new SubmitProposalRequest
            {
                RequestId = NewId(),
                Number = drafted.Number,
                KnownRevision = drafted.Revision,
            }, options), Within, cancel);
        return submitted.Proposal.Number;
    }

    // Drafted, approved, voted for and published, each by whom it takes.
    private async Task OpenQuotaAsync(CancellationToken cancel)
    {
        using var officer = Club.SignedInAs("secretariat");
        using var approver = Club.SignedInAs("approver");
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var drafted = (await officer.CallAsync(options => officer.Proposals.DraftProposalAsync(
            new DraftProposalRequest { RequestId = NewId(), Content = QuotaFrom(today) }, options),
            Within, cancel)).Proposal;
        var submitted = (await officer.CallAsync(options => officer.Proposals.SubmitProposalAsync(
            new SubmitProposalRequest
            {
                RequestId = NewId(),
                Number = drafted.Number,
                KnownRevision = drafted.Revision,
            }, options), Within, cancel)).Proposal;
        var approved = (await approver.CallAsync(options => approver.Proposals.ApproveProposalAsync(
            new ApproveProposalRequest
            {
                RequestId = NewId(),
                Number = submitted.Number,
                KnownRevision = submitted.Revision,
            }, options), Within, cancel)).Proposal;
        var adopted = await Club.AdoptAsync(approved, cancel);
        await approver.CallAsync(options => approver.Proposals.PublishProposalAsync(
            new PublishProposalRequest
            {
                RequestId = NewId(),
                Number = adopted.Number,
                KnownRevision = adopted.Revision,
            }, options), Within, cancel);
    }

    private static ProposalContent QuotaFrom(DateOnly day) => new()
    {
        Title = "A quota for dysprosium compounds",
        Reason = "Magnet makers need a year to change over.",
        LegalBase = "Decision of the members on Annex II, Part A",
        EffectiveOn = $"{day:yyyy-MM-dd}",
        Additions =
        {
            new Measure
            {
                Type = MeasureType.TariffQuota,
                GoodsCode = "28469020",
                Origin = "ALL",
                ExcludedOrigins = { "CLUB" },
                Expression = "0 %",
                OrderNumber = Quota,
                ReviewBy = "2030-01-01",
            },
        },
        Quotas =
        {
            new QuotaDefinition
            {
                OrderNumber = Quota,
                Unit = "kg Dy2O3",
                Periods =
                {
                    new QuotaPeriod
                    {
                        OpenFrom = $"{day:yyyy-MM-dd}", OpenTo = $"{day.AddYears(1):yyyy-MM-dd}", Volume = "15000",
                    },
                },
            },
        },
    };

    /// <summary>An officer prepares a suspension from next week on; the change's id.</summary>
    internal async Task<string> PrepareSuspensionAsync(string certificate, CancellationToken cancel)
    {
        using var officer = Club.SignedInAs("secretariat");
        var asked = new PrepareSuspensionRequest
        {
            RequestId = NewId(),
            Certificate = certificate,
            Ground = SuspensionGround.Inquiry,
            EffectiveDay = $"{DateTime.UtcNow.AddDays(7):yyyy-MM-dd}",
            Reason = "A grievance is being examined",
        };
        return (await officer.CallAsync(
            options => officer.Suppliers.PrepareSuspensionAsync(asked, options), Within, cancel)).Change.Id;
    }

    /// <summary>An officer prepares other shares of imports; the change's id.</summary>
    private async Task<string> PrepareSharesAsync(CancellationToken cancel)
    {
        using var officer = Club.SignedInAs("secretariat");
        var change = new Change
        {
            VotingShares = new VotingShares
            {
                ValidFrom = "2040-01-01",
                Shares =
                {
                    new PartyShare { Party = "EU", SharePercent = "62" },
                    new PartyShare { Party = "JP", SharePercent = "38" },
                },
            },
            Reason = "The average of three years' imports",
        };
        return (await officer.CallAsync(options => officer.Membership.PrepareChangeAsync(
            new PrepareChangeRequest { RequestId = NewId(), Change = change }, options), Within, cancel)).Change.Id;
    }

    private static string NewId() => $"{Guid.CreateVersion7():D}";

    private async Task FillAsync(CancellationToken cancel)
    {
        await OpenQuotaAsync(cancel);
        var certificate = await Club.CertifyAsync(cancel);
        (Facility, Certificate) = (certificate.Facility, certificate.Number);
        Reassessed = (await Club.DeclareRelyingAsync(certificate, cancel)).Mrn;
        await Club.RevokeAsync(certificate, cancel);
        var adjustment = (await Club.ReassessedAsync(Reassessed, cancel)).Adjustments[0];
        (Adjustment, Cause) = (adjustment.Id, adjustment.Cause);
        Current = (await Club.CertifyAsync(cancel)).Number;
        Change = await PrepareSuspensionAsync(Current, cancel);
        Suspendable = (await Club.CertifyAsync(cancel)).Number;
        Others = await OtherPages.FillAsync(Club, certificate, cancel);
        MemberChange = await PrepareSharesAsync(cancel);
        Proposal = await SubmitProposalAsync(cancel);
        for (var i = 0; i < MoreDeclarations; i++)
        {
            var (system, administration) = ClubUnderTest.CustomsSystems[i % ClubUnderTest.CustomsSystems.Count];
            using var customs = Club.SignedInAs(system);
            SubmitDeclarationRequest request = ExampleDeclaration.Request(administration);
            var taken = await customs.CallAsync(
                options => customs.Declarations.SubmitDeclarationAsync(request, options), Within, cancel);
            if (i == 0)
                Other = taken.Answer.Mrn;
        }
    }
}
