using CrmClub.Contracts.Journal.V1;
using CrmClub.ServiceDefaults;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Audit;

/// <summary>What the page of the audit asks of each service, in the name of who is signed in.</summary>
internal sealed class AuditCalls(PersonsCalls calls, IServiceProvider services)
{
    /// <summary>Those that keep a journal.</summary>
    public static readonly IReadOnlyList<string> Services = ["membership", "tariffs", "suppliers", "declarations"];

    private const int PageMax = 500;

    /// <summary>The newest tree head of each.</summary>
    public async Task<List<Answer<GetTreeHeadResponse>>> HeadsAsync() => [.. await Task.WhenAll(
        Services.Select(service => calls.AskAsync(
            service, options => Client(service).GetTreeHeadAsync(new(), options))))];

    /// <summary>Entries without their bodies, newest first.</summary>
    public Task<Answer<ListEntriesResponse>> EntriesAsync(EntryFilter filter, string? after, int max = 100) =>
        calls.AskAsync(filter.ServiceName, options => Client(filter.ServiceName).ListEntriesAsync(
            new()
            {
                Actor = filter.Actor?.Trim() ?? "",
                Subject = filter.Subject?.Trim() ?? "",
                PageSize = max,
                PageToken = after ?? "",
            }, options));

    /// <summary>As many as are wanted, of as many pages as it takes.</summary>
    public Task<Answer<List<EntryHead>>> AllAsync(EntryFilter filter, int max) => AllPages.AllAsync(
        token => EntriesAsync(filter, token, PageMax), page => page.Entries, page => page.NextPageToken, max);

    private AuditService.AuditServiceClient Client(string service) =>
        services.GetRequiredKeyedService<AuditService.AuditServiceClient>(service);
}

/// <summary>Whose journal is shown, and what of it.</summary>
internal sealed record EntryFilter(string? Service, string? Actor, string? Subject)
{
    public string ServiceName => Service is not null && AuditCalls.Services.Contains(Service) ? Service : "suppliers";
}

internal static class AuditHosting
{
    internal static void AddAudit(this WebApplicationBuilder builder)
    {
        foreach (var service in AuditCalls.Services)
            builder.AddKeyedPersonsClient<AuditService.AuditServiceClient>(service);
        builder.Services.AddSingleton<AuditRuns>();
        builder.Services.AddScoped<AuditCalls>();
    }
}
