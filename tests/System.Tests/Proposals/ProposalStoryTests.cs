using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Proposals;

/// <summary>
/// The duty on two metals is raised, from the draft to what customs charge, on a club with a moved clock and with the
/// published figures: one drafts, another approves and publishes, two vote; what it would do is simulated first.
/// </summary>
[Collection<StoryClub>]
public sealed class ProposalStoryTests(StoryClub story)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Proposal_DraftedSimulatedAndPublished_DutyAsPublishedBeforeAndAfter()
    {
        var (club, trade) = (story.Club, new MetalTrade(story.Club, Cancel));
        await trade.ItIsAsync("2027-04-05");
        await trade.RatesAreRecordedAsync();
        var former = await trade.VersionAsync("2027-06-01");
        var drafted = await trade.DraftsAsync(MetalTrade.Added("27.5 %", "135"));
        Assert.All(drafted.Check.Faults, fault => Assert.Equal("ME32", fault.Rule));
        Assert.Equal([MetalTrade.BaseDuty, MetalTrade.Floor], drafted.Check.Faults.Select(
            fault => fault.Message.Split(' ').Single(word => word is MetalTrade.BaseDuty or MetalTrade.Floor)).Order());
        var unsound = await Assert.ThrowsAsync<RpcException>(() => trade.SubmitsAsync(drafted.Proposal));
        Assert.Equal(drafted.Check.Faults, Client.Refusal.From(unsound).Violations);

        await trade.ItIsAsync("2027-04-12");
        var revised = await trade.RevisesAsync(drafted.Proposal, MetalTrade.Amended("27.5 %", "135"));
        Assert.Empty(revised.Check.Faults);
        Assert.True(revised.Check.RaisesDuty);
        var submitted = await trade.SubmitsAsync(revised.Proposal);
        var own = await Assert.ThrowsAsync<RpcException>(() => trade.ApprovesAsync(submitted, "secretariat"));
        Assert.Equal(StatusCode.PermissionDenied, own.StatusCode);

        await trade.ItIsAsync("2027-04-14");
        var approved = await trade.ApprovesAsync(submitted);
        var changed = (await trade.RevisesAsync(approved, MetalTrade.Amended("27.5 %", "136"))).Proposal;
        Assert.Equal((ProposalState.Draft, ""), (changed.State, changed.Approver));
        await Assert.ThrowsAsync<RpcException>(() => club.PutToVoteAsync(changed, Cancel));
        var back = (await trade.RevisesAsync(changed, MetalTrade.Amended("27.5 %", "135"))).Proposal;
        Assert.Equal((ProposalState.Draft, ""), (back.State, back.Approver));
        submitted = await trade.SubmitsAsync(back);

        await trade.ItIsAsync("2027-04-15");
        await club.PutToVoteAsync(await trade.ApprovesAsync(submitted), Cancel);
        var ballot = await club.BallotAsync(submitted.Number, Cancel);
        // Thirty days end on a Saturday, and Monday is Whit Monday: the end of Tuesday in Brussels.
        Assert.Equal(new DateTime(2027, 5, 18, 22, 0, 0, DateTimeKind.Utc), ballot.Deadline.ToDateTime());

        await trade.ItIsAsync("2027-05-03");
        await club.AgreeAsync("delegate-eu", ballot, Cancel);
        await trade.ItIsAsync("2027-05-10");
        await club.AgreeAsync("delegate-jp", ballot, Cancel);
        var adopted = await club.AdoptedAsync(submitted.Number, Cancel);
        Assert.Equal(("2027-05-10", approved.ContentHash), (adopted.DecidedOn, adopted.ContentHash));

        await trade.ItIsAsync("2027-05-14");
        await SimulatedAsync();

        await trade.ItIsAsync("2027-05-18");
        // Fourteen days before a higher duty.
        var version = await trade.PublishesAsync(adopted);
        Assert.Equal((former + 1, "2027-06-01"), (version.Number, version.ValidFrom));
        await trade.MadeKnownAsync(version, "2027-05-18");
        Assert.Equal((former, former, former, version.Number), (
            await trade.VersionAsync("2027-05-31", adopted.RecordedAt), await trade.VersionAsync("2027-05-31"),
            await trade.VersionAsync("2027-06-01", adopted.RecordedAt), await trade.VersionAsync("2027-06-01")));
        Assert.Equal(("25 %", "27.5 %", "25 %"), (
            await trade.WordingAsync(MetalTrade.BaseDuty, "2027-05-31"),
            await trade.WordingAsync(MetalTrade.BaseDuty, "2027-06-01"),
            await trade.WordingAsync(
                MetalTrade.BaseDuty, "2027-06-01", "--known-at", $"{adopted.RecordedAt.ToDateTime():O}")));

        await trade.ItIsAsync("2027-06-01");
        Assert.All(
            [
                await trade.DeclaresAsync("DE", "2027-05-31", "44334.95"),
                await trade.DeclaresAsync("JP", "2027-05-31", "7394900"),
            ], one => AssertDecidedBy(former, one));
        Assert.All(
            [
                await trade.DeclaresAsync("DE", "2027-06-01", "52155.58"),
                await trade.DeclaresAsync("JP", "2027-06-01", "8745700"),
            ], one => AssertDecidedBy(version.Number, one));
        Assert.Equal(
            [(DutyCause.Tariff, 8_098.80m), (DutyCause.ExchangeRate, -278.17m)],
            await trade.ComparesAsync("DE", "2027-05-31", "2027-06-01"));
        await trade.DoneAsync("declaration", "recompute");
        await trade.DoneAsync("audit", "verify");

        async Task SimulatedAsync()
        {
            await trade.DeclaresAsync("DE", "2027-05-13", "44334.95");
            await trade.DeclaresAsync("JP", "2027-05-13", "7394900");
            var many = await trade.DeclareManyAsync("2027-05-12", 6, seed: 17);

            var dryRun = await trade.SimulatesAsync(adopted.Number, "2027-05-13", "2027-05-14");
            Assert.Empty(dryRun.Result.Switches);
            Assert.Equal((2, 2), (dryRun.Result.Total.Declarations, dryRun.Result.Total.Changed));
            Assert.Equal(
                [("DE", "EUR", "8098.80", "0.00"), ("JP", "JPY", "1350800", "-75")],
                dryRun.Result.Administrations.Select(one => one.Own).Select(
                    one => (one.Key, one.Currency, one.Difference, one.RoundingOfTotals)));

            var simulated = await trade.SimulatesAsync(adopted.Number, "2027-05-12", "2027-05-13");
            Assert.Equal(many.Count, simulated.Result.Total.Declarations);
            AssertAddsUp(
                simulated.Result, many, await trade.CalculatesAsync(adopted.Number, "2027-05-12", many));
        }
    }

    /// <summary>What is calculated item by item adds up to each administration's sum but for the rounding of totals,
    /// and to that of a party in its own currency.</summary>
    private static void AssertAddsUp(
        SimulationResult result, List<Declaration> declared, List<(decimal Before, decimal After)> items)
    {
        var differences = items.ConvertAll(one => one.After - one.Before);
        var byAdministration = declared.SelectMany(one => one.Items.Select(_ => one.Administration)).Zip(differences)
            .GroupBy(one => one.First, one => one.Second).ToDictionary(one => one.Key, one => one.Sum());
        Assert.Equal(
            byAdministration.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)),
            result.Administrations.Select(one => one.Own).Select(one => (one.Key,
                MetalTrade.Number(one.Difference) - MetalTrade.Number(one.RoundingOfTotals))));
        Assert.Equal(
            byAdministration.Where(one => one.Key != "JP").Sum(one => one.Value),
            MetalTrade.Number(Assert.Single(result.Parties, one => one.Key == "EU").Difference));
        Assert.Equal("EUR", Assert.Single(result.Parties, one => one.Key == "JP").Currency);
    }

    private static void AssertDecidedBy(int version, DeclarationAnswer answer) =>
        Assert.All(answer.Items, item => Assert.Equal(version, item.TariffVersion));
}
