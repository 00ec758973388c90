using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Quotas;

/// <summary>Which periods of quotas a list shows.</summary>
internal static class QuotaFilter
{
    private static readonly Dictionary<string, Func<TariffQuota, QuotaAccount, bool>> Filters = new()
    {
        ["critical"] = (_, account) => account is { Exhausted: false, Criticality: not QuotaCriticality.Unspecified },
        ["exhausted"] = (_, account) => account.Exhausted,
        ["shut"] = (quota, _) => quota.State is { State: not QuotaState.Unspecified },
        ["pending"] = (quota, _) => quota.PendingRequests > 0,
    };

    /// <summary>What may be asked for, as an address has it.</summary>
    public static IEnumerable<string> Names => Filters.Keys;

    /// <summary>A row for each period of which it holds; all where nothing is asked for.</summary>
    public static List<(TariffQuota Quota, QuotaCourse Course)> Rows(IEnumerable<TariffQuota> quotas, string? only)
    {
        var filter = Filters.GetValueOrDefault(only ?? "", (_, _) => true);
        return
        [
            .. from quota in quotas
               from account in quota.Accounts
               where filter(quota, account)
               select (quota, new QuotaCourse(quota.Definition, account, [])),
        ];
    }
}
