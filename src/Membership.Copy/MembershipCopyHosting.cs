using CrmClub.Journal;
using CrmClub.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CrmClub.Membership.Copy;

/// <summary>Registration of the copy of Membership in a service.</summary>
public static class MembershipCopyHosting
{
    /// <summary>
    /// Adds the stored copy, its <see cref="MembershipState"/> in memory, and the <see cref="ICallerDirectory"/> over it.
    /// </summary>
    public static IHostApplicationBuilder AddMembershipCopy(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MembershipState>();
        builder.Services.AddSingleton<ICallerDirectory, CallerDirectory>();
        return builder.AddCopy<MembershipCopy>();
    }
}
