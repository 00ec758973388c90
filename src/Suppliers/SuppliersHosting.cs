using CrmClub.Journal;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Facilities;
using CrmClub.Suppliers.Founding;
using CrmClub.Suppliers.Operators;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers;

/// <summary>The service's own registrations.</summary>
public static class SuppliersHosting
{
    public static WebApplicationBuilder AddSuppliers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RegisterOperator>();
        builder.Services.AddSingleton<RegisterFacility>();
        builder.Services.AddSingleton<ReadFacilities>();
        builder.Services.AddSingleton<PrepareCertificate>();
        builder.Services.AddSingleton<PrepareRevocation>();
        builder.Services.AddSingleton<ApproveChange>();
        builder.Services.AddSingleton<ReadCertificates>();
        builder.Services.AddSingleton<ISnapshotSource, SuppliersSnapshot>();
        builder.Services.AddSingleton<IRowAudit, SuppliersAudit>();
        builder.AddFounding<SuppliersFounding>();
        return builder;
    }
}
