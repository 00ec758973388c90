using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Proposals;
using CrmClub.Tariffs.Versions;
using static CrmClub.Tariffs.Tests.TestProposals;

namespace CrmClub.Tariffs.Tests;

/// <summary>Going back is to publish anew what held before.</summary>
public sealed class ReversalTests(Postgres postgres)
{
    private const string Day = "2028-01-01";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reverse_OfWhatAmendedAddedAndEnded_BringsBackWhatHeld()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var before = Applying(tariffs);
        var published = (await people.PublishAsync(await people.AdoptedAsync(Mixed(tariffs)))).Proposal;
        var meanwhile = Applying(tariffs);

        var (draft, check) = await ReverseAsync(tariffs, published.Number, Day);
        var adopted = await people.CloseAsync(await people.PutToVoteAsync(
            await people.ApproveAsync(await people.SubmitAsync(draft))));
        await people.PublishAsync(adopted);

        Assert.Empty(check.Faults);
        Assert.NotEqual(before, meanwhile);
        Assert.Equal(before, Applying(tariffs));
        Assert.Equal((1, 3), (draft.Content.Reverses, tariffs.State.Book.NewestFirst[0].Version.Number));
        Assert.Equal("Reverse of proposal 1: Base duty on Nd-Pr oxide to 22 %", draft.Content.Title);
        Assert.Contains(
            "M-0005.3 20 % 2028-01-01", tariffs.State.Book.NewestFirst[0].Document.Measures
                .Select(measure => $"{measure.Id} {measure.Expression} {measure.ValidFrom}"));
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Reverse_OfWhatAnotherHasChangedSince_NamesTheMeasure()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        await people.PublishAsync(await people.AdoptedAsync());
        var next = Content();
        (next.BaseVersion, next.EffectiveOn, next.Amendments[0].Id) = (2, "2027-07-01", "M-0005.2");
        await people.PublishAsync(await people.AdoptedAsync(next));

        var (draft, check) = await ReverseAsync(tariffs, 1, Day);

        Assert.Equal(
            ("content.amendments[0].id", "IN_FORCE", "M-0005.2"),
            check.Faults.Select(fault => (fault.Field, fault.Rule, fault.Value)).First());
        Assert.Equal(ProposalState.Draft, draft.State);
    }

    [Fact]
    public async Task Reverse_OfWhatIsNotPublished_IsRefused()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        await new TestProposals(tariffs).DraftAsync();

        var draft = await Assert.ThrowsAsync<ClubException>(() => ReverseAsync(tariffs, 1, ""));
        var nothing = await Assert.ThrowsAsync<ClubException>(() => ReverseAsync(tariffs, 2, ""));

        Assert.Equal((ErrorReason.StateForbids, ErrorReason.NotFound), (draft.Reason, nothing.Reason));
    }

    [Fact]
    public async Task Reverse_WithoutADay_CountsAfterTheNotice()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        await people.PublishAsync(await people.AdoptedAsync());
        tariffs.Clock.Set("2027-06-10");

        Assert.Equal("2027-06-24", (await ReverseAsync(tariffs, 1, "")).Proposal.Content.EffectiveOn);
    }

    [Fact]
    public async Task Compare_TwoVersions_NamesEachMeasureThatDiffersPageByPage()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        await people.PublishAsync(await people.AdoptedAsync(Mixed(tariffs)));
        var request = new CompareTariffVersionsRequest { Before = 1, After = 2, PageSize = 3 };

        var first = CompareTariffVersions.Answer(tariffs.State.Book, request);
        request.PageToken = first.NextPageToken;
        var second = CompareTariffVersions.Answer(tariffs.State.Book, request);
        var same = CompareTariffVersions.Answer(
            tariffs.State.Book, new CompareTariffVersionsRequest { Before = 2, After = 2 });

        Assert.Equal(
            ["M-0005 valid_to", "M-0005.2 ", "M-0014 valid_to", "M-0082 "],
            first.Comparison.Measures.Concat(second.Comparison.Measures)
                .Select(one => $"{one.Id} {string.Join(' ', one.Fields)}"));
        Assert.Equal(("", "2027-06-01"), (
            first.Comparison.Measures[0].Before.ValidTo, first.Comparison.Measures[0].After.ValidTo));
        Assert.Null(first.Comparison.Measures[1].Before);
        Assert.Equal(["title"], first.Comparison.Fields);
        Assert.Equal(new TariffComparison(), same.Comparison);
        Assert.Equal(
            ErrorReason.NotFound, Assert.Throws<ClubException>(() => CompareTariffVersions.Answer(
                tariffs.State.Book, new CompareTariffVersionsRequest { Before = 1, After = 7 })).Reason);
    }

    private static ProposalContent Mixed(TestTariffs tariffs)
    {
        var content = Content();
        content.Additions.Add(Base("85051110", "9 %"));
        content.Ends.Add(tariffs.State.Book.NewestFirst[0].Document.Measures.First(
            measure => measure.Type == MeasureType.ClubPreference).Id);
        return content;
    }

    /// <summary>What holds on the day, for every line of the tariff, without ids.</summary>
    private static List<string> Applying(TestTariffs tariffs)
    {
        var day = Wire.ParseDay(Day);
        var tariff = tariffs.State.Book.VersionOn(day, null)!;
        return [.. tariff.Document.Lines
            .SelectMany(line => tariff.Snapshot.Lookup(line.GoodsCode, "MY", day)
                .Select(measure => $"{line.GoodsCode} {measure.Type} {measure.Origin} {measure.Expression} "
                    + $"{measure.Level} {measure.RequiredDocument}"))
            .Order(StringComparer.Ordinal)];
    }

    private static async Task<(Proposal Proposal, ProposalCheck Check)> ReverseAsync(
        TestTariffs tariffs, int number, string from)
    {
        var request = new ReverseProposalRequest
        {
            RequestId = NewId(),
            Number = number,
            Reason = "It did not help.",
            EffectiveOn = from,
        };
        var answer = await new ReverseProposal(tariffs.Desk).RunAsync(request, Officer, Cancel);
        return (answer.Proposal, answer.Check);
    }
}
