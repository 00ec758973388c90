using System.Globalization;
using System.Text.Json;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.System.Tests.Declaring;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Proposals;

/// <summary>A delegate wants to know what a proposal would do: two services and their journals answer.</summary>
public sealed class SimulationTests(RunningClub running)
{
    private static readonly TimeSpan DoneWithin = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Simulate_WhatWasDeclared_IsToldWithTheProposalAndComputedAgainByItsDocument()
    {
        var club = running.Club;
        using var officer = club.SignedInAs("secretariat");
        using var member = club.SignedInAs("delegate-eu");
        using var customs = club.SignedInAs("customs-de");
        var declared = ExampleDeclaration.Request();
        await customs.SubmitAsync(declared, null, Cancel);
        var day = DateOnly.ParseExact(declared.Declaration.AcceptanceDay, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var drafted = (await officer.CallAsync(options => officer.Proposals.DraftProposalAsync(
            new DraftProposalRequest { RequestId = NewId(), Content = Content(declared.Declaration.Items[0]) },
            options), cancel: Cancel)).Proposal;

        var asked = (await member.CallAsync(options => member.Proposals.SimulateProposalAsync(
            new SimulateProposalRequest
            {
                RequestId = NewId(),
                Number = drafted.Number,
                KnownRevision = drafted.Revision,
                FromDay = day.ToString("O", CultureInfo.InvariantCulture),
                ToDay = day.AddDays(1).ToString("O", CultureInfo.InvariantCulture),
            }, options), cancel: Cancel)).Simulation;
        var found = asked;
        await Testing.Eventually.HoldsAsync("the simulation is done", async () =>
        {
            found = (await member.CallAsync(options => member.Proposals.GetSimulationAsync(
                new GetSimulationRequest { Number = drafted.Number }, options), cancel: Cancel)).Simulation;
            return found.State == SimulationState.Done;
        }, DoneWithin, Cancel);

        var german = Assert.Single(found.Result.Administrations, one => one.Own.Key == "DE").Own;
        Assert.True(german is { Declarations: > 0, Changed: > 0 }, $"{german}");
        Assert.False(found.OlderContent);
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            var run = await club.CommandAsync(
                "proposal", "simulation", $"{drafted.Number}", "--document", file, "--json");
            Assert.True(run.ExitCode == 0, $"{run}");
            using var answer = JsonDocument.Parse(run.Output);
            Assert.Equal("DE", answer.RootElement.GetProperty("result").GetProperty("administrations")[0]
                .GetProperty("own").GetProperty("key").GetString());
            Assert.Equal(0, (await club.CommandAsync("tariff", "check", file)).ExitCode);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Whatever origin and certificate: a safeguard comes on top.
    private static ProposalContent Content(GoodsItem item) => new()
    {
        Title = "A safeguard",
        Reason = "Imports have doubled.",
        LegalBase = "Decision of the members",
        EffectiveOn = "2040-01-01",
        Additions =
        {
            new Measure
            {
                Type = MeasureType.Safeguard,
                GoodsCode = item.GoodsCode,
                Origin = "ALL",
                ExcludedOrigins = { "CLUB" },
                Expression = "7 %",
            },
        },
    };

    private static string NewId() => Guid.CreateVersion7().ToString();
}
