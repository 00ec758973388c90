using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Adjustments;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Auditing;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Conformance;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Life;
using CrmClub.Declarations.Outages;
using CrmClub.Declarations.Quotas;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Receipts;
using CrmClub.Declarations.Reassessment;
using CrmClub.Declarations.Simulation;
using CrmClub.Declarations.Storage;
using CrmClub.Declarations.Submission;
using CrmClub.Declarations.Supply;
using CrmClub.Declarations.Watching;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Signing;
using CrmClub.ServiceDefaults;

namespace CrmClub.Declarations;

/// <summary>What the service consists of, by capability.</summary>
internal static class DeclarationsHosting
{
    public static WebApplicationBuilder AddDeclarationJournal(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ISnapshotSource, DecidedSnapshot>();
        builder.Services.AddSingleton<IRowAudit, RevisionAudit>();
        builder.Services.AddSingleton<IRowAudit, AdjustmentAudit>();
        builder.Services.AddSingleton<IRowAudit, ReportAudit>();
        builder.Services.AddSingleton<IRowAudit, AccountAudit>();
        builder.Services.AddSingleton<IRowAudit, OutageAudit>();
        builder.Services.AddSingleton<IRowAudit, NoticeAudit>();
        builder.Services.AddSingleton<IRowAudit, ProfileAudit>();
        builder.Services.AddSingleton<IRowAudit, QuotaAudit>();
        builder.Services.AddSingleton<IRowAudit, SimulationAudit>();
        builder.AddJournal("declarations");
        return builder;
    }

    public static WebApplicationBuilder AddCopies(this WebApplicationBuilder builder)
    {
        builder.AddClubClient<JournalService.JournalServiceClient>("tariffs");
        builder.AddClubClient<JournalService.JournalServiceClient>("suppliers");
        builder.AddClubClient<TariffService.TariffServiceClient>("tariffs");
        builder.Services.AddSingleton<TariffHolder>();
        builder.Services.AddSingleton<CertificateHolder>();
        builder.Services.AddSingleton<CapacityBook>();
        builder.Services.AddSingleton<CapacityCopy>();
        builder.Services.AddHostedService<CapacityFollower>();
        builder.Services.AddSingleton<SharedTariffs>();
        builder.Services.AddSingleton<StandingOfNow>();
        builder.Services.AddHostedService<TariffFetcher>();
        builder.Services.AddHealthChecks().AddCheck<TariffHealth>("tariff");
        builder.Services.AddSingleton<MembershipCopy>();
        builder.AddMembershipCopy<MembersCopy>();
        builder.AddCopy<TariffsCopy>();
        builder.AddCopy<SuppliersCopy>();
        return builder;
    }

    public static WebApplicationBuilder AddSubmission(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DeclarationMetrics>();
        builder.Services.AddSingleton<Redecision>();
        builder.Services.AddSingleton<GroupStore>();
        builder.Services.AddHostedService<MonthsAhead>();
        builder.Services.AddSingleton<Repeats>();
        builder.Services.AddSingleton<SubmissionBatcher>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SubmissionBatcher>());
        builder.Services.AddSingleton<FallbackProof>();
        builder.Services.AddSingleton<SubmitDeclaration>();
        builder.Services.AddSingleton<ReportDeclaration>();
        builder.Services.AddSingleton<SubmitMany>();
        builder.Services.AddOptions<StreamLimits>().BindConfiguration(StreamLimits.Section);
        builder.Services.AddSingleton<StreamDeclarations>();
        return builder;
    }

    public static WebApplicationBuilder AddOutages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Mutations>();
        builder.Services.AddSingleton<RecordOutages>();
        return builder;
    }

    public static WebApplicationBuilder AddControls(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FoundingDocuments>();
        builder.Services.AddSingleton<ProfileHolder>();
        builder.Services.AddSingleton<ProfileRefresh>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ProfileRefresh>());
        builder.Services.AddSingleton<ProfileSight>();
        builder.Services.AddSingleton<ProfileTrial>();
        builder.Services.AddSingleton<ProfileDesk>();
        builder.Services.AddSingleton<ControlRates>();
        return builder;
    }

    public static WebApplicationBuilder AddConformance(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var data = settings["Club:ConformanceDirectory"] ?? throw new InvalidOperationException(
            "Club:ConformanceDirectory is not set: it names the folder of the conformance cases.");
        builder.Services.AddSingleton(CaseList.Read(Path.Combine(data, "cases.json")));
        builder.Services.AddSingleton(SigningKey.Of(settings, builder.Environment, ConformanceReports.Purpose));
        builder.Services.AddSingleton<Runs>();
        builder.Services.AddSingleton<Sandbox>();
        builder.Services.AddSingleton<ConformanceRuns>();
        return builder;
    }

    public static WebApplicationBuilder AddReassessment(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReassessDeclarations>();
        builder.Services.AddHostedService<ReassessmentWorker>();
        builder.Services.AddSingleton<DayClosing>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DayClosing>());
        return builder;
    }

    public static WebApplicationBuilder AddSimulation(this WebApplicationBuilder builder)
    {
        builder.AddClubClient<ProposalService.ProposalServiceClient>("tariffs");
        builder.Services.AddSingleton<SimulationFetcher>();
        builder.Services.AddSingleton<RunSimulations>();
        builder.Services.AddHostedService<SimulationWorker>();
        return builder;
    }

    public static WebApplicationBuilder AddAdjustments(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AdjustmentReader>();
        builder.Services.AddSingleton<ListAdjustments>();
        builder.Services.AddSingleton<ReportAdjustment>();
        builder.Services.AddSingleton<ListReassessments>();
        return builder;
    }

    public static WebApplicationBuilder AddWatching(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<WatchLimits>().BindConfiguration(WatchLimits.Section);
        builder.Services.AddSingleton<WatchPages>();
        builder.Services.AddSingleton<WatchDeclarations>();
        return builder;
    }

    public static WebApplicationBuilder AddReceipts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new PublicKeys(SigningKey.FolderOf(builder.Configuration)));
        builder.Services.AddKeyedSingleton(
            SignedReceipts.Purpose,
            SigningKey.Of(builder.Configuration, builder.Environment, SignedReceipts.Purpose));
        builder.Services.AddSingleton<ClubHeads>();
        builder.Services.AddSingleton<IssueReceipts>();
        builder.Services.AddSingleton<GetCaseFile>();
        return builder;
    }

    public static WebApplicationBuilder AddSupply(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Study>();
        builder.Services.AddSingleton<SupplyBook>();
        builder.Services.AddHostedService<SupplyLedger>();
        builder.Services.AddSingleton<ListSupply>();
        builder.Services.AddSingleton<DrawDominance>();
        return builder;
    }

    public static WebApplicationBuilder AddReading(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Sight>();
        builder.Services.AddSingleton<GetDeclaration>();
        builder.Services.AddSingleton<ListDeclarations>();
        builder.Services.AddSingleton<CountArrivals>();
        builder.Services.AddSingleton<RecomputeDeclarations>();
        builder.Services.AddSingleton<AccountWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AccountWatch>());
        builder.Services.AddSingleton<GetAccounts>();
        builder.Services.AddSingleton<ServiceInfo>();
        builder.Services.AddSingleton<DeclarationEndpoint>();
        return builder;
    }
}
