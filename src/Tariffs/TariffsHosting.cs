using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Signing;
using CrmClub.Tariffs.Changes;
using CrmClub.Tariffs.Duty;
using CrmClub.Tariffs.Founding;
using CrmClub.Tariffs.Proposals;
using CrmClub.Tariffs.Quotas;
using CrmClub.Tariffs.Rates;
using CrmClub.Tariffs.Simulations;
using CrmClub.Tariffs.Storage;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs;

/// <summary>The service's own registrations.</summary>
public static class TariffsHosting
{
    public static WebApplicationBuilder AddTariffs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(SigningKey.Of(
            builder.Configuration, builder.Environment, TariffSignatures.Purpose));
        builder.Services.AddSingleton<TariffState>();
        builder.Services.AddSingleton<TariffBytes>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TariffBytes>());
        builder.Services.AddSingleton<TariffsRefresh>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TariffsRefresh>());
        builder.Services.AddOptions<BulkLimits>().BindConfiguration(BulkLimits.Section);
        builder.Services.AddSingleton<CalculateDuties>();
        builder.Services.AddSingleton<AdoptedTariffs>();
        builder.Services.AddSingleton<FindDuty>();
        builder.Services.AddSingleton<ChangeDesk>();
        builder.Services.AddSingleton<DraftProposal>();
        builder.Services.AddSingleton<JudgeProposal>();
        builder.Services.AddSingleton<PutProposalToVote>();
        builder.Services.AddSingleton<LapseProposal>();
        builder.Services.AddSingleton<PublishProposal>();
        builder.Services.AddSingleton<ReverseProposal>();
        builder.Services.AddSingleton<CommentProposal>();
        builder.Services.AddSingleton<ReadProposals>();
        builder.Services.AddSingleton<SimulateProposal>();
        builder.Services.AddSingleton<CancelSimulation>();
        builder.Services.AddSingleton<ReadSimulations>();
        builder.Services.AddSingleton<RecordRates>();
        builder.Services.AddSingleton<JudgeRateCorrection>();
        builder.Services.AddSingleton<ListRateCorrections>();
        builder.Services.AddSingleton<ListRateSets>();
        builder.Services.AddSingleton<RateGaps>();
        builder.Services.AddHealthChecks().AddCheck<RateGaps>("rates");
        builder.Services.AddSingleton<AllocateQuotas>();
        builder.Services.AddHostedService<QuotaWorker>();
        builder.Services.AddSingleton<MembershipCopy>();
        builder.AddMembershipCopy<OutcomesCopy>();
        builder.AddClubClient<JournalService.JournalServiceClient>("declarations");
        builder.AddCopy<DeclarationsCopy>();
        builder.Services.AddSingleton<ISnapshotSource, TariffsSnapshot>();
        builder.Services.AddSingleton<IRowAudit, TariffsAudit>();
        builder.AddFounding<TariffsFounding>();
        return builder;
    }
}
