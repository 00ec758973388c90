using CrmClub.Contracts.Journal.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CrmClub.Membership.Copy;

/// <summary>Registration of the copy of Membership in a service.</summary>
public static class MembershipCopyHosting
{
    /// <summary>
    /// Adds the stored copy with the client that reads Membership's journal, its <see cref="MembershipState"/> in
    /// memory, and the <see cref="ICallerDirectory"/> over it. Comes after <c>AddJournal</c>.
    /// </summary>
    public static WebApplicationBuilder AddMembershipCopy(this WebApplicationBuilder builder) =>
        builder.AddMembershipCopy<MembershipCopy>();

    /// <summary>The same with a copy of the service's own that does more at a change.</summary>
    public static WebApplicationBuilder AddMembershipCopy<TCopy>(this WebApplicationBuilder builder)
        where TCopy : class, ICopy
    {
        builder.Services.AddSingleton<MembershipState>();
        builder.Services.AddSingleton<SystemRates>();
        builder.Services.AddSingleton<ICallerDirectory, CallerDirectory>();
        builder.AddClubClient<JournalService.JournalServiceClient>("membership");
        builder.AddCopy<TCopy>();
        return builder;
    }
}
