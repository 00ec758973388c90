using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Founding;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Membership;

/// <summary>The service's own registrations.</summary>
public static class MembershipHosting
{
    public static WebApplicationBuilder AddMembership(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MembershipState>();
        builder.Services.AddSingleton<ICallerDirectory, CallerDirectory>();
        builder.Services.AddSingleton<ISnapshotSource, MembershipSnapshot>();
        builder.Services.AddSingleton<IRowAudit, MembershipAudit>();
        builder.AddFounding<MembershipFounding>();
        return builder;
    }
}
