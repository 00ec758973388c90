using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests;

/// <summary>
/// The services that work on a simulation die in the middle of it: it goes on by itself, and tells what one told that
/// nothing happened to.
/// </summary>
[Collection<ChaosClub>]
public sealed class SimulationTests(ChaosClub chaos)
{
    private const int Declared = 50;
    private const string From = "2026-03-02", To = "2026-03-03";
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Simulation_ItsServicesDieInTheMiddle_TellsTheSame()
    {
        await DeclareAsync();
        using var officer = chaos.Club.SignedInAs("secretariat");
        var proposal = (await officer.CallAsync(options => officer.Proposals.DraftProposalAsync(
            new DraftProposalRequest { RequestId = NewId(), Content = RaisedDuty() }, options),
            cancel: Cancel)).Proposal;
        var undisturbed = await DoneAsync(await SimulateAsync());
        Assert.True(undisturbed.Total.Changed >= Declared, $"{undisturbed.Total}");

        foreach (var point in new[] { "simulation.before-commit", "simulation.after-commit" })
        {
            var armed = Path.Combine(chaos.Club.FailPoints, point);
            await File.WriteAllTextAsync(armed, "", Cancel);
            var number = await SimulateAsync();
            await Eventually.HoldsAsync(
                $"a process dies at {point}", () => Task.FromResult(File.Exists($"{armed}.reached")), Within, Cancel);
            Assert.Equal(undisturbed, await DoneAsync(number));
            await chaos.Club.UntilHealthyAsync(Cancel);
        }

        foreach (var service in new[] { "tariffs", "declarations" })
        {
            var number = await SimulateAsync();
            var killed = chaos.Club.Kill(service);
            Assert.Equal(undisturbed, await DoneAsync(number));
            await chaos.Club.UntilHealedAsync(service, killed, Cancel);
        }

        async Task<int> SimulateAsync()
        {
            var request = new SimulateProposalRequest
            {
                RequestId = NewId(),
                Number = proposal.Number,
                KnownRevision = proposal.Revision,
                FromDay = From,
                ToDay = To,
            };
            return (await officer.CallAsync(options => officer.Proposals.SimulateProposalAsync(request, options),
                Within, Cancel)).Simulation.Number;
        }

        async Task<SimulationResult> DoneAsync(int number)
        {
            var asked = new GetSimulationRequest { Number = proposal.Number, Simulation = number };
            Simulation? simulation = null;
            await Eventually.HoldsAsync($"simulation {number} is done", async () =>
            {
                simulation = (await officer.CallAsync(
                    options => officer.Proposals.GetSimulationAsync(asked, options), Within, Cancel)).Simulation;
                return simulation.State == SimulationState.Done;
            }, Within, Cancel);
            return simulation!.Result;
        }
    }

    private async Task DeclareAsync()
    {
        await using var load = DeclaringLoad.Start(chaos.Club);
        await load.UntilAnsweredAsync(Declared, Within, Cancel);
        Assert.Empty(await load.StopAsync());
    }

    private static ProposalContent RaisedDuty() => new()
    {
        Title = "Base duty on dysprosium metal from China to 40 %",
        Reason = "Imports below cost have doubled.",
        LegalBase = "Decision of the members on Annex II, Part A",
        EffectiveOn = "2030-01-07",
        Additions =
        {
            new Measure
            {
                Type = MeasureType.Base,
                GoodsCode = "28053020",
                Origin = "CN",
                Expression = "40 %",
            },
        },
    };

    private static string NewId() => Guid.CreateVersion7().ToString();
}
