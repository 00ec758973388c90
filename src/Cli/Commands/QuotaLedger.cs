using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>quota list|show|block|suspend|open</c>: what a running club's quotas have left.</summary>
internal static class QuotaLedger
{
    private static readonly string[] Columns =
        ["quota", "open from", "unit", "volume", "allocated", "balance", "until", "critical", "state"];

    public static Command List() => new ClubCommand("list", "Lists the tariff quotas with what is left of them.",
        "crmclub quota list").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var all = new List<TariffQuota>();
            var request = new ListQuotasRequest();
            do
            {
                var answer = await invocation.CallAsync(client, o => client.Quotas.ListQuotasAsync(request, o));
                all.AddRange(answer.Quotas);
                request.PageToken = answer.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            if (invocation.Json)
                foreach (var quota in all) invocation.Out.JsonLine(quota);
            else
                invocation.Out.Table(Columns, [.. all.SelectMany(
                    quota => quota.Accounts.Select(account => Row(account, StateOf(quota))))], 5);
            return all.Count > 0 ? ExitCodes.Done : ExitCodes.No;
        });

    public static Command Show()
    {
        var order = Order();
        var day = new Option<string?>("--day") { Description = "Only allocations of this day", HelpName = "DAY" };
        return new ClubCommand("show", "Shows a tariff quota: its periods, what is pending, and each allocation.",
            "crmclub quota show 099020 --day 2027-03-10").With(order, day).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetQuotaRequest
                {
                    OrderNumber = invocation.Get(order)!,
                    Day = invocation.Get(day) ?? "",
                };
                var answer = await invocation.CallAsync(client, o => client.Quotas.GetQuotaAsync(request, o));
                if (invocation.Json)
                {
                    invocation.Out.Document(answer);
                    return ExitCodes.Done;
                }

                var quota = answer.Quota;
                invocation.Out.Table(Columns, [.. quota.Accounts.Select(
                    account => Row(account, StateOf(quota)))], 5);
                if (quota.State is { State: not QuotaState.Unspecified } shut)
                    invocation.Out.Line($"{StateOf(quota)}: {shut.Reason}");
                invocation.Out.Line($"pending: {quota.PendingRequests} requests for {quota.Pending} "
                    + $"{quota.Definition.Unit}, at {quota.At.ToDateTime():yyyy-MM-dd HH:mm:ss}Z");
                foreach (var account in answer.Allocations)
                    invocation.Out.Line($"  {account.AllocatedOn}  number {account.Number}, for acceptances until "
                        + $"{account.AllocatedUntil}: balance {account.Balance} of {account.Volume} {account.Unit}");
                return ExitCodes.Done;
            });
    }

    public static Command Change(string name, QuotaState state, string what)
    {
        var order = Order();
        var reason = new Option<string>("--reason") { Description = "Why", HelpName = "TEXT", Required = true };
        return new ClubCommand(name, what, $"crmclub quota {name} 099020 --reason \"A corrected volume\"")
            .With(order, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new ChangeQuotaStateRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    OrderNumber = invocation.Get(order)!,
                    State = state,
                    Reason = invocation.Get(reason)!,
                };
                var answer = await invocation.CallAsync(client, o => client.Quotas.ChangeQuotaStateAsync(request, o));
                if (invocation.Json) invocation.Out.Document(answer.Changed);
                else invocation.Out.Line($"{answer.Changed.OrderNumber} {Text(answer.Changed.State)}");
                return ExitCodes.Done;
            });
    }

    private static Argument<string> Order() => new("ORDER") { Description = "Order number of the quota, six digits" };

    private static string StateOf(TariffQuota quota) => Text(quota.State?.State ?? QuotaState.Unspecified);

    private static string Text(QuotaState state) => state switch
    {
        QuotaState.Blocked => "blocked",
        QuotaState.Suspended => "suspended",
        _ => "open",
    };

    private static string[] Row(QuotaAccount account, string state) =>
    [
        account.OrderNumber, account.OpenFrom, account.Unit, account.Volume, account.Allocated, account.Balance,
        account.AllocatedUntil, account.Exhausted ? "exhausted"
            : account.Criticality == QuotaCriticality.Unspecified ? "" : "critical", state,
    ];
}
