using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.Web.Calls;
using CrmClub.Web.Proposals;

namespace CrmClub.Web.Operations;

/// <summary>What the page of operations asks of each service, in the name of who is signed in.</summary>
internal sealed class OperationCalls(
    PersonsCalls calls, ProposalCalls proposals, AdjustmentService.AdjustmentServiceClient adjustments,
    ProposalService.ProposalServiceClient proposed, IServiceProvider services)
{
    /// <summary>Seconds after which a copy is told from one that is up to date: the alarm's own.</summary>
    public const double CopyAgeMax = 60;

    private const int PageMax = 500;
    private const int JobsMax = 50;

    private static readonly ProposalState[] UnderWay =
        [ProposalState.Draft, ProposalState.Submitted, ProposalState.Approved, ProposalState.Voting];

    /// <summary>Journal and copies of each service.</summary>
    public async Task<List<Answer<ListCopiesResponse>>> CopiesAsync() => [.. await Task.WhenAll(
        Audit.AuditCalls.Services.Select(service => calls.AskAsync(
            service, options => services.GetRequiredKeyedService<CopyService.CopyServiceClient>(service)
                .ListCopiesAsync(new(), options))))];

    /// <summary>Reassessments, those under way first.</summary>
    public async Task<Answer<List<Reassessment>>> ReassessmentsAsync() => (await calls.AskAsync("declarations",
        options => adjustments.ListReassessmentsAsync(new() { PageSize = JobsMax }, options)))
        .Of(found => found.Reassessments.OrderBy(one => one.FinishedAt is not null).ToList());

    /// <summary>Simulations under way, of proposals that may still change.</summary>
    public async Task<Answer<List<Simulation>>> SimulationsAsync()
    {
        var lists = await Task.WhenAll(UnderWay.Select(state => proposals.ListAsync(
            new ListProposalsRequest { State = state, PageSize = PageMax })));
        if (lists.FirstOrDefault(list => list.Value is null) is { } silent)
            return silent.Of<List<Simulation>>(_ => []);
        var newest = await Task.WhenAll(lists.SelectMany(list => list.Value!.Proposals).Take(JobsMax)
            .Select(one => proposals.SimulationAsync(one.Number)));
        return new("tariffs", Trouble.None,
            [.. newest.Select(one => one.Value?.Simulation).OfType<Simulation>()
                .Where(one => one.State == SimulationState.Asked)]);
    }

    /// <summary>Ends a simulation; one that has ended stays as it is.</summary>
    public Task<Answer<CancelSimulationResponse>> CancelAsync(CancelForm form) => calls.AskAsync("tariffs",
        options => proposed.CancelSimulationAsync(
            new() { Number = form.Proposal, Simulation = form.Simulation }, options));
}

/// <summary>A simulation that is to end.</summary>
internal sealed class CancelForm
{
    /// <summary>Number of the proposal.</summary>
    public int Proposal { get; set; }

    /// <summary>Its number within the proposal.</summary>
    public int Simulation { get; set; }
}

internal static class OperationHosting
{
    internal static void AddOperations(this WebApplicationBuilder builder)
    {
        foreach (var service in Audit.AuditCalls.Services)
            builder.AddKeyedPersonsClient<CopyService.CopyServiceClient>(service);
        builder.Services.AddScoped<OperationCalls>();
    }
}
