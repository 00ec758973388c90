using CrmClub.Contracts.Journal.V1;
using CrmClub.Credentials;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Signing;
using CrmClub.Suppliers.Applications;
using CrmClub.Suppliers.Assessments;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Credentials;
using CrmClub.Suppliers.Facilities;
using CrmClub.Suppliers.Founding;
using CrmClub.Suppliers.Grievances;
using CrmClub.Suppliers.Ledger;
using CrmClub.Suppliers.Operators;
using CrmClub.Suppliers.Register;
using CrmClub.Suppliers.Storage;
using CrmClub.Suppliers.Surveillance;

namespace CrmClub.Suppliers;

/// <summary>The service's own registrations.</summary>
public static class SuppliersHosting
{
    public static WebApplicationBuilder AddSuppliers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RegisterOperator>();
        builder.Services.AddSingleton<ReadPairs>();
        builder.Services.AddSingleton<RegisterFacility>();
        builder.Services.AddSingleton<ChangeCapacity>();
        builder.Services.AddSingleton<ReadFacilities>();
        builder.Services.AddSingleton<PrepareCertificate>();
        builder.Services.AddSingleton<PrepareRevocation>();
        builder.Services.AddSingleton<PrepareSuspension>();
        builder.Services.AddSingleton<PrepareLifting>();
        builder.Services.AddSingleton<ApproveChange>();
        builder.Services.AddSingleton<ReadCertificates>();
        builder.Services.AddSingleton<RegisterNews>();
        builder.Services.AddHostedService<RegisterStart>();
        builder.Services.AddSingleton<SearchRegister>();
        builder.Services.AddSingleton<ReadRegister>();
        builder.Services.AddSingleton<ExportRegister>();
        builder.Services.AddSingleton<RegisterBody>();
        builder.Services.AddSingleton<RecordAssessment>();
        builder.Services.AddSingleton<ReadAssessments>();
        builder.Services.AddSingleton<ChangeAccreditation>();
        builder.Services.AddSingleton<RegisterRepresentative>();
        builder.Services.AddSingleton<FileApplication>();
        builder.Services.AddSingleton<HandleApplication>();
        builder.Services.AddSingleton<ReadApplications>();
        builder.Services.AddHostedService<SurveillanceCalendar>();
        builder.AddClubClient<JournalService.JournalServiceClient>("declarations");
        builder.AddCopy<ClaimsCopy>();
        builder.Services.AddSingleton<ReadBalances>();
        builder.Services.AddSingleton<RecordTransfer>();
        builder.AddCredentials();
        builder.AddGrievances();
        builder.Services.AddSingleton<ISnapshotSource, SuppliersSnapshot>();
        builder.Services.AddSingleton<IRowAudit, SuppliersAudit>();
        builder.Services.AddSingleton<IRowAudit, BalanceAudit>();
        builder.AddFounding<SuppliersFounding>();
        return builder;
    }

    private static void AddCredentials(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var address = new Uri(settings["Club:PublicAddress"]
            ?? throw new InvalidOperationException("Club:PublicAddress is not set: credentials say who issues them."));
        if (address.Scheme != Uri.UriSchemeHttps && builder.Environment.IsProduction())
            throw new InvalidOperationException("Club:PublicAddress is not https: forbidden in Production.");
        builder.Services.AddSingleton(new Issuer(address));
        builder.Services.AddSingleton(services => new KeyRing(
            SigningKey.FolderOf(settings),
            settings.GetValue("Club:KeyPublishedMin", KeyRing.PublishedMin),
            services.GetRequiredService<ClubTime>().UtcNow,
            KeyProtection.Of(settings, builder.Environment)));
        builder.Services.AddSingleton<IssueCredential>();
        builder.Services.AddSingleton<ReadCredentials>();
        builder.Services.AddSingleton<VerifyCredential>();
        builder.Services.AddSingleton<RotateKeys>();
        builder.Services.AddSingleton<ApproveKeys>();
        builder.Services.AddSingleton<SupplierMetrics>();
    }
}
