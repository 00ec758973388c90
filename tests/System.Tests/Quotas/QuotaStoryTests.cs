using CrmClub.Cli.Club;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Quotas;

/// <summary>
/// Dysprosium oxide from a certified facility is imported within and beyond a quota, and its certificate revoked, on a
/// club with a moved clock; with the published figures.
/// </summary>
[Collection<StoryClub>]
public sealed class QuotaStoryTests(StoryClub story)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Quota_SecuredAllocatedAndRevoked_DutyAndMassBalanceAsPublished()
    {
        var trade = new DysprosiumTrade(story.Club, Cancel);
        await trade.ItIsAsync("2027-01-29");
        await trade.QuotaIsPublishedAsync("2027-02-01");
        await trade.RatesAreRecordedAsync();
        var certificate = await story.Club.CertifyPlantAsync("Dy", "20", "2027-01-04", Cancel);
        var another = await story.Club.CertifyPlantAsync("Dy", "20", "2027-01-04", Cancel);

        await trade.ItIsAsync("2027-03-03");
        await trade.DeclaresAsync("FR", "17900", "5370000.00", certificate, quota: false, day: "2027-03-03");
        await trade.DeclaresAsync("NL", "14400", "4320000.00", null, quota: true, day: "2027-03-03");
        await trade.ItIsAsync("2027-03-05");
        await trade.BalanceIsAsync("600");

        await trade.ItIsAsync("2027-03-08");
        var (inJapan, again) = await trade.DeclaresAsync("JP", "1200", "358200.00", certificate);
        Assert.Equal(("0", "9939000"), (inJapan.Duty.Amount, inJapan.Security.Amount));
        Assert.Equal(("1194", "", true), (inJapan.Items[0].Quota.Requested, inJapan.Items[0].Quota.Allocated,
            inJapan.Items[0].Quota.Critical));
        Assert.Equal(("19094", "20000", "95.47", false), Used(inJapan));
        var (inGermany, _) = await trade.DeclaresAsync("DE", "406", "121800.00", certificate);
        Assert.Equal(("0.00", "19848.89"), (inGermany.Duty.Amount, inGermany.Security.Amount));
        Assert.Equal(("19500", "20000", "97.50", false), Used(inGermany));
        Assert.True((await trade.SubmitAsync(again)).Answer.Replayed);
        again.Declaration.Items[0].NetMassKg = again.Declaration.Items[0].GrossMassKg = "1201";
        again.RequestId = Guid.NewGuid().ToString();
        var reused = await Assert.ThrowsAsync<RpcException>(() => trade.SubmitAsync(again));
        Assert.Equal("LRN_REUSED", Client.Refusal.From(reused).Reason);

        await trade.ItIsAsync("2027-03-10");
        var final = await trade.DecidedAgainAsync(inJapan, 2);
        Assert.Equal(("447", "6218100", "6218100", "3720900"), (final.Answer.Items[0].Quota.Allocated,
            final.Answer.Duty.Amount, final.Answer.SecurityUsed.Amount, final.Answer.SecurityReleased.Amount));
        Assert.Equal(["3391700", "2826461"], final.Answer.Items[0].Measures
            .Where(one => one.Applied && one.Part == QuotaPart.Beyond).Select(one => one.Amount));
        final = await trade.DecidedAgainAsync(inGermany, 2);
        Assert.Equal(("152", "12417.77"), (final.Answer.Items[0].Quota.Allocated, final.Answer.Duty.Amount));
        Assert.Empty(final.Adjustments);
        await trade.BalanceIsAsync("1");
        var inMarch = await trade.ReceiptAsync(inJapan, 2);

        await trade.ItIsAsync("2027-09-20");
        var backdated = await Assert.ThrowsAsync<RpcException>(() => trade.PreparesRevocationAsync(
            certificate, RevocationGround.MissedSurveillance));
        Assert.Equal("BACKDATED_REVOCATION", Assert.Single(Client.Refusal.From(backdated).Violations).Rule);
        await trade.RevokesTwiceAsync(certificate);

        // A moved clock keeps its time of day in Brussels: in Tokyo the next day may have begun.
        var inTokyo = LegalDay.Text(LegalDay.In("Asia/Tokyo", DateTimeOffset.UtcNow
            + LegalDay.OffsetTo(new(2027, 9, 20), LegalDay.Secretariat, DateTimeOffset.UtcNow)));
        await AdjustedAsync(inJapan, "447", "9609800", "3391700", "2032-03-08", inTokyo);
        await AdjustedAsync(inGermany, "152", "19191.11", "6773.34", "2030-03-08", "2027-09-20");
        foreach (var (officer, of, until) in new[]
        {
            ("officer-de", inGermany, "2027-10-20"),
            ("officer-jp", inJapan, inTokyo == "2027-09-20" ? "2027-10-20" : "2027-10-21"),
        })
        {
            var heard = await trade.HearsAsync(officer, of);
            Assert.Equal((until, AdjustmentState.Proposed), (heard.HearingUntil, heard.State));
        }

        // What was known in March still holds, beside what is known now.
        await DysprosiumTrade.HoldsAsync(inMarch, "6218100");
        await DysprosiumTrade.HoldsAsync(await trade.ReceiptAsync(inJapan, 3), "9609800");
        Assert.Equal([("2027-03", 6_218_100m), ("2027-09", 3_391_700m)], await trade.AccountOfJapanAsync());
        // At the floor's own price there is no levy, though the base is cut below it.
        var (atFloor, _) = await trade.DeclaresAsync("JP", "747", "242775.00", another, quota: false);
        Assert.Equal("3674300", atFloor.Duty.Amount);
        foreach (var command in new[] { "declaration recompute", "audit verify" })
        {
            var run = await story.Club.CommandAsync(command.Split(' '));
            Assert.True(run.ExitCode == 0, $"{run}");
        }

        async Task AdjustedAsync(
            DeclarationAnswer of, string within, string duty, string difference, string timeBar, string proposedOn)
        {
            var revoked = await trade.DecidedAgainAsync(of, 3);
            Assert.Equal((within, duty), (revoked.Answer.Items[0].Quota.Allocated, revoked.Answer.Duty.Amount));
            var adjustment = Assert.Single(revoked.Adjustments);
            Assert.Equal(
                (difference, timeBar, proposedOn, AdjustmentState.Proposed),
                (adjustment.Difference.Amount, adjustment.TimeBar, adjustment.ProposedOn, adjustment.State));
        }

        static (string, string, string, bool) Used(DeclarationAnswer answer)
        {
            var reason = Assert.Single(answer.Items[0].Control.Reasons, one => one.Code == "MASS_BALANCE");
            return (reason.Capacity.UsedKg, reason.Capacity.CapacityKg, reason.Capacity.Percent,
                answer.Items[0].Control.Holds);
        }
    }
}
