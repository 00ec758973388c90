using CrmClub.Contracts.Membership.V1;
using CrmClub.System.Tests.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Accession;

/// <summary>
/// A third country accedes, is phased in, becomes a member, is suspended and comes back, on a club with a moved clock;
/// with the published figures of the duty on its goods.
/// </summary>
[Collection<StoryClub>]
public sealed class AccessionStoryTests(StoryClub story)
{
    private static readonly (string, string) Proof = ("9CRO", "AU-2027-1");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accession_OverSixYears_MovesTheDutyAsPublished()
    {
        var australia = new AccedingParty(story.Club, Cancel);

        await australia.ItIsAsync("2027-02-01");
        await australia.AppliesAsync();
        await australia.TriesAsync("200000.00", "2027-02-01");
        await australia.PassesTheConnectionTestAsync();
        await australia.SharesAsync("2027-02-01", "EU 62", "JP 38");
        await australia.BearsAsync("200000.00", "2027-02-01", Proof);

        await australia.ItIsAsync("2027-05-18");
        var admission = await australia.OpenAsync(VotingSubject.Admission, "2027-07-01");
        Assert.Equal(new DateTime(2027, 6, 17, 22, 0, 0, DateTimeKind.Utc), admission.Deadline.ToDateTime());
        await australia.ItIsAsync("2027-05-20");
        await australia.VoteAsync(admission, "delegate-eu", final: false);
        await australia.ItIsAsync("2027-05-27");
        Assert.Equal(BallotState.Open, (await australia.VoteAsync(admission, "delegate-eu", final: true)).State);
        await australia.ItIsAsync("2027-05-28");
        var closed = await australia.VoteAsync(admission, "delegate-jp", final: true);
        Assert.Equal((BallotState.Adopted, "2027-05-28"), (closed.State, closed.ClosedOn));
        await australia.ItIsAsync("2027-05-29");
        var late = await Assert.ThrowsAsync<RpcException>(
            () => australia.VoteAsync(admission, "delegate-jp", final: true));
        Assert.Equal(StatusCode.FailedPrecondition, late.StatusCode);

        await australia.ItIsAsync("2027-07-01");
        await australia.BearsAsync("150000.00", "2027-07-01", Proof);
        await australia.BearsAsync("200000.00", "2027-06-30", Proof);
        await australia.BearsAsync("200000.00", "2027-07-01");
        var certificate = ("9CRM", (await australia.CertifiedAsync("2027-07-01")).Number);
        await australia.BearsAsync("50000.00", "2027-07-01", certificate);
        await australia.BearsAsync("150000.00", "2027-07-01", Proof, certificate);

        await australia.ItIsAsync("2028-07-01");
        await australia.BearsAsync("150000.00", "2028-06-30", Proof);
        await australia.BearsAsync("100000.00", "2028-07-01", Proof);
        await australia.ItIsAsync("2029-07-01");
        await australia.BearsAsync("50000.00", "2029-07-01", Proof);
        await australia.ItIsAsync("2030-07-01");
        await australia.BearsAsync("0.00", "2030-07-01", Proof);
        await australia.SharesAsync("2030-07-01", "EU 62", "JP 30", "AU 8");

        await australia.ItIsAsync("2031-03-03");
        var suspension = await australia.OpenAsync(VotingSubject.Suspension, "2031-04-01");
        Assert.Equal(["EU 62", "JP 30"], suspension.Entitled.Select(one => $"{one.Party} {one.SharePercent}"));
        var alone = await australia.VoteAsync(suspension, "delegate-eu", final: true);
        Assert.Equal((BallotState.Open, false), (alone.State, alone.Tally.HasMajority));
        Assert.Equal(BallotState.Adopted, (await australia.VoteAsync(suspension, "delegate-jp", final: true)).State);
        await australia.ItIsAsync("2031-04-01");
        await australia.BearsAsync("0.00", "2031-03-31", Proof);
        await australia.BearsAsync("200000.00", "2031-04-01", Proof);

        await australia.ItIsAsync("2031-06-16");
        var lifting = await australia.OpenAsync(VotingSubject.Lifting, "2031-07-01");
        await australia.VoteAsync(lifting, "delegate-eu", final: true);
        await australia.VoteAsync(lifting, "delegate-jp", final: true);
        await australia.ItIsAsync("2031-07-01");
        await australia.BearsAsync("0.00", "2031-07-01", Proof);
        await australia.BearsAsync("200000.00", "2031-06-30", Proof);
    }
}
