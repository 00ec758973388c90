using System.Collections.Immutable;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Declarations.Quotas;

/// <summary>What Tariffs told last of its quotas. Immutable.</summary>
internal sealed class QuotaView(IEnumerable<QuotaAccount> accounts, IEnumerable<QuotaStateChanged> states)
{
    public static readonly QuotaView Empty = new([], []);

    private readonly ImmutableDictionary<(string Order, string From), QuotaAccount> _accounts =
        accounts.ToImmutableDictionary(one => (one.OrderNumber, one.OpenFrom));
    private readonly ImmutableDictionary<string, QuotaStateChanged> _states =
        states.ToImmutableDictionary(one => one.OrderNumber);

    /// <summary>Blocked or suspended; null where it is open.</summary>
    public QuotaStateChanged? Closed(string orderNumber) =>
        _states.GetValueOrDefault(orderNumber) is { State: not QuotaState.Unspecified } closed ? closed : null;

    /// <summary>Whether what is charged within it is secured.</summary>
    public bool IsCritical(Quota quota, Tariffs.Engine.Quotas.QuotaPeriod? period) => period is not null
        && (_accounts.TryGetValue((quota.OrderNumber, Wire.Day(period.Open.From)), out var account)
            ? account.Criticality != QuotaCriticality.Unspecified
            : quota.Terms(period).CriticalWith(0) != Criticality.None);
}
