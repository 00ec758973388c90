using CrmClub.Contracts.Declarations.V1;
using CrmClub.Testing.Clubs;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Sound deeds on risk profiles, each kind on a profile of its own, which hits nothing.</summary>
internal static class ControlDeeds
{
    private static int _drafts;

    /// <summary>A request that changes something, and the same with other content.</summary>
    public static async Task<(IMessage, IMessage)> MakeAsync(
        ClubUnderTest club, MethodDescriptor rpc, CancellationToken cancel) => rpc.Name switch
        {
            "ProposeRiskProfile" => Deeds.Pair(Proposal("M1"), one => one.Draft.Points++),
            "TryRiskProfile" => Deeds.Pair(
                Trial((await ProposedAsync(club, "M2", cancel)).Id), one => one.ToDay = "2026-12-03"),
            "ApproveRiskProfile" => Deeds.Pair(
                Approval(await TriedAsync(club, "M3", cancel)), one => one.ContentHash = ""),
            "EndRiskProfile" => Deeds.Pair(
                End((await InForceAsync(club, "M4", cancel)).Id),
                one => one.Id = "NONE"),
            _ => throw new InvalidOperationException($"{rpc.FullName} has no example here."),
        };

    private static ProposeRiskProfileRequest Proposal(string id) => new()
    {
        RequestId = Deeds.NewId(),
        Draft = new()
        {
            Id = id,
            TitleEn = $"Goods of Antarctica, {Interlocked.Increment(ref _drafts)}",
            Rule = new() { Goods = new() { Origins = { "AQ" } } },
            DocumentCheckFrom = 40,
            PhysicalControlFrom = 70,
        },
    };

    private static TryRiskProfileRequest Trial(string id) => new()
    {
        RequestId = Deeds.NewId(),
        Id = id,
        FromDay = "2026-12-01",
        ToDay = "2026-12-02",
    };

    private static EndRiskProfileRequest End(string id) => new() { RequestId = Deeds.NewId(), Id = id };

    private static ApproveRiskProfileRequest Approval(RiskProfile tried) =>
        new() { RequestId = Deeds.NewId(), Id = tried.Id, ContentHash = tried.ContentHash };

    private static async Task<RiskProfile> ProposedAsync(ClubUnderTest club, string id, CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        return (await officer.CallAsync(
            options => officer.Controls.ProposeRiskProfileAsync(Proposal(id), options), cancel: cancel)).Profile;
    }

    private static async Task<RiskProfile> TriedAsync(ClubUnderTest club, string id, CancellationToken cancel)
    {
        await ProposedAsync(club, id, cancel);
        using var officer = club.SignedInAs("secretariat");
        return (await officer.CallAsync(
            options => officer.Controls.TryRiskProfileAsync(Trial(id), options), cancel: cancel)).Profile;
    }

    private static async Task<RiskProfile> InForceAsync(ClubUnderTest club, string id, CancellationToken cancel)
    {
        var tried = await TriedAsync(club, id, cancel);
        using var approver = club.SignedInAs("approver");
        return (await approver.CallAsync(
            options => approver.Controls.ApproveRiskProfileAsync(Approval(tried), options), cancel: cancel)).Profile;
    }
}
