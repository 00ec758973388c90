using System.Globalization;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Grievances;

/// <summary>A grievance that nobody answers, on a club with a moved clock.</summary>
[Collection<StoryClub>]
public sealed class GrievanceStoryTests(StoryClub story)
{
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(15);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deadline_PassedWithoutAnAnswer_EscalatesByTheClubsClock()
    {
        var certificate = await story.Club.CertifyAsync(Cancel);
        using var anybody = story.Club.SignedInAs("customs-de");
        var request = new FileGrievanceRequest
        {
            RequestId = $"{Guid.CreateVersion7()}",
            Language = "ja",
            Text = "工場の排水で川が赤くなりました。",
            Certificate = certificate.Number,
        };
        var filed = await anybody.CallAsync(o => anybody.Grievances.FileGrievanceAsync(request, o), cancel: Cancel);
        var due = DateOnly.ParseExact(filed.DueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        await story.Club.CommandAsync("club", "move-clock", filed.DueOn);
        Assert.DoesNotContain(filed.Receipt, (await OverdueAsync()).Output);
        await story.Club.CommandAsync("club", "move-clock", $"{due.AddDays(1):yyyy-MM-dd}");

        await Testing.Eventually.HoldsAsync(
            "it is overdue", async () => (await OverdueAsync()).Output.Contains(filed.Receipt), KnownWithin, Cancel);
        var status = await anybody.CallAsync(o => anybody.Grievances.GetGrievanceStatusAsync(
            new GetGrievanceStatusRequest { Receipt = filed.Receipt, Secret = filed.Secret }, o), cancel: Cancel);
        Assert.True(status.Escalated);
    }

    private Task<CommandRun> OverdueAsync() => story.Club.CommandAsync("grievance", "list", "--overdue");
}
