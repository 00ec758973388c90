using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests;

/// <summary>A club is lost while it works, and made again on an empty machine from what was kept of it.</summary>
public sealed class RestoreTests
{
    private const int AnsweredBefore = 50, AnsweredSince = 50;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// All that was answered is there once, also what came after the copy; what no broker ever brought is copied; the
    /// journals begin with what was anchored; and the club goes on.
    /// </summary>
    [Fact]
    public async Task Club_LostUnderLoadAndRestored_HasAllThatItAnswered()
    {
        await using var backup = new ClubBackup();
        var (certificate, anchors) = await LoseAsync(backup);

        await using var club = await ClubUnderTest.StartAsync(Cancel, backup.Restore);
        var findings = await new ClubChecker(club).CheckAsync([backup.Of("client.jsonl")], Cancel);
        var declared = await club.DeclareRelyingAsync(certificate, Cancel);
        await club.RevokeAsync(certificate, Cancel);
        await club.ReassessedAsync(declared.Mrn, Cancel);

        Assert.Empty(findings.Faults);
        Assert.True(findings.Answered >= AnsweredBefore + AnsweredSince, $"{findings.Answered}");
        foreach (var anchor in anchors)
            Assert.Equal(AnchorVerdict.Holds, await VerdictAsync(club, anchor));
    }

    /// <summary>A certificate that no other service had heard of at the end, and tree heads of before.</summary>
    private static async Task<(Certificate, IReadOnlyList<TreeHead>)> LoseAsync(ClubBackup backup)
    {
        await using var club = await ClubUnderTest.StartAsync(Cancel);
        await backup.BeginAsync(club, Cancel);
        await using (var load = DeclaringLoad.Start(club))
        {
            await load.UntilAnsweredAsync(AnsweredBefore, Within, Cancel);
            await backup.CopyAsync(Cancel);
            await load.UntilAnsweredAsync(AnsweredSince, Within, Cancel);
            Assert.Empty(await load.StopAsync());
            File.Copy(load.JournalFile, backup.Of("client.jsonl"));
        }

        club.Freeze("rabbitmq", frozen: true);
        var certificate = await club.CertifyAsync(Cancel);
        var published = await File.ReadAllBytesAsync(backup.Of("heads.json"), Cancel);
        var anchors = StrictJson.Read<GetTreeHeadsResponse>(published).Heads
            .Select(head => TreeHeads.Unproven(head)!).ToList();
        foreach (var service in AppHost.Club.Services)
            anchors.Add(TreeHeads.Unproven((await HeadAsync(club, service)).Signed)!);
        await backup.EndAsync(Cancel);
        club.Freeze("rabbitmq", frozen: false);
        return (certificate, anchors);
    }

    private static async Task<AnchorVerdict> VerdictAsync(ClubUnderTest club, TreeHead anchor)
    {
        using var auditor = club.SignedInAs("auditor");
        var answer = await HeadAsync(club, anchor.Service);
        var now = TreeHeads.Unproven(answer.Signed)!;
        Assert.NotEqual(anchor.Epoch, now.Epoch);
        var proof = now.Size < anchor.Size ? null : await auditor.CallAsync(options =>
        {
            options.Headers!.Add("crmclub-service", anchor.Service);
            return auditor.Audit.GetConsistencyProofAsync(
                new GetConsistencyProofRequest { FormerSize = anchor.Size, Size = now.Size }, options);
        }, cancel: Cancel);
        return Anchors.Of(anchor, now, answer.Epochs, proof?.Path);
    }

    private static async Task<GetTreeHeadResponse> HeadAsync(ClubUnderTest club, string service)
    {
        using var auditor = club.SignedInAs("auditor");
        return await auditor.CallAsync(options =>
        {
            options.Headers!.Add("crmclub-service", service);
            return auditor.Audit.GetTreeHeadAsync(new(), options);
        }, cancel: Cancel);
    }
}
