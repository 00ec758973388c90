using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>duty --arrival</c>: the duty of today and of a week to come, as the club tells everybody.</summary>
internal static class DutyFinding
{
    public static async Task<int> SayAsync(Invocation invocation, string arrival)
    {
        var consignment = ConsignmentOptions.Read(invocation);
        var item = consignment.Item;
        var request = new FindDutyRequest
        {
            GoodsCode = item.GoodsCode,
            Origin = item.Origin,
            CustomsValue = item.CustomsValue,
            NetMassKg = item.NetMassKg,
            ContainedShare = item.ContainedShare,
            AssumedCertificateLevel = consignment.AssumedCertificateLevel,
            ClubOrigin = item.PreferentialOrigin.Length > 0,
            Administration = consignment.Administration,
            ArrivalDay = arrival,
        };
        using var client = invocation.Open(Identity.Reader);
        var found = (await invocation.CallAsync(client, o => client.DutyFinder.FindDutyAsync(request, o))).Found;
        if (invocation.Json)
            foreach (var one in found) invocation.Out.JsonLine(one);
        else
            invocation.Out.Table(["from", "to", "by", "duty", "within the quota"], [.. found.Select(one => new[]
            {
                one.FromDay, one.ToDay,
                one.Proposal > 0 ? $"proposal {one.Proposal}, adopted" : $"tariff {one.Answer.TariffVersion}",
                DutyOf(one.Answer), DutyOf(one.WithinQuota),
            })]);
        return found.All(one => one.Answer.Duty is not null) ? ExitCodes.Done : ExitCodes.No;
    }

    private static string DutyOf(DutyAnswer? answer) => answer is null ? ""
        : answer.Duty is { } duty ? Figures.Of(duty)
        : Words.Get(answer.NotAllowed ? "NotAllowed" : "NotDecided");
}
