using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Journal;
using CrmClub.Membership.Administrations;
using CrmClub.Membership.Changes;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Founding;
using CrmClub.Membership.Groups;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Parties;
using CrmClub.Membership.Storage;
using CrmClub.Membership.Voting;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Membership;

/// <summary>The service's own registrations.</summary>
public static class MembershipHosting
{
    public static WebApplicationBuilder AddMembership(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MembershipState>();
        builder.Services.AddSingleton<SystemRates>();
        builder.Services.AddSingleton<ICallerDirectory, CallerDirectory>();
        builder.Services.AddSingleton<OpenBallots>();
        builder.Services.AddSingleton<PublishedNotices>();
        builder.Services.AddSingleton<KnownGroups>();
        builder.Services.AddSingleton<MembershipRefresh>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MembershipRefresh>());
        var keys = builder.Configuration["Club:KeysFolder"]
            ?? throw new InvalidOperationException("Club:KeysFolder is not set: it has the club's public keys.");
        builder.Services.AddSingleton(new ConformanceEvidence(Path.Combine(keys, ConformanceReports.KeysFile)));
        builder.Services.AddSingleton<Deeds>();
        builder.Services.AddSingleton<ApplyForMembership>();
        builder.Services.AddSingleton<AnnounceWithdrawal>();
        builder.Services.AddSingleton<PrepareChange>();
        builder.Services.AddSingleton<JudgeChange>();
        builder.Services.AddSingleton<ListChanges>();
        builder.Services.AddSingleton<CustomsSystems>();
        builder.Services.AddSingleton<OpenBallot>();
        builder.Services.AddSingleton<PutToVote>();
        builder.Services.AddSingleton<CastVote>();
        builder.Services.AddSingleton<CloseBallot>();
        builder.Services.AddSingleton<ReadBallots>();
        builder.Services.AddHostedService<BallotDeadlines>();
        builder.Services.AddSingleton<ISnapshotSource, MembershipSnapshot>();
        builder.Services.AddSingleton<IRowAudit, MembershipAudit>();
        builder.AddFounding<MembershipFounding>();
        builder.AddClubClient<JournalService.JournalServiceClient>("tariffs");
        builder.AddCopy<TariffProposals>();
        builder.AddClubClient<JournalService.JournalServiceClient>("suppliers");
        builder.AddCopy<CertificateNotices>();
        return builder;
    }
}
