using System.Globalization;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Quotas;

/// <summary>A day of acceptance, and what was left of a quota once it was allocated.</summary>
public sealed record QuotaStep(DateOnly Day, decimal Balance);

/// <summary>How a period of a quota is used up, as it is said and drawn.</summary>
public sealed class QuotaCourse
{
    /// <summary>Share of the volume below which a quota is critical by its use (UCC-IA Art. 53).</summary>
    public const decimal CriticalShare = 0.1m;

    /// <summary>A period as it stands.</summary>
    /// <param name="quota">As the tariff has it.</param>
    /// <param name="account">Where the period stands.</param>
    /// <param name="allocations">Where it stood after each allocation; those of other periods are left out.</param>
    public QuotaCourse(QuotaDefinition quota, QuotaAccount account, IEnumerable<QuotaAccount> allocations)
    {
        (Account, From) = (account, Day(account.OpenFrom));
        var period = quota.Periods.FirstOrDefault(one => one.OpenFrom == account.OpenFrom);
        To = period is null ? From.AddYears(1) : Day(period.OpenTo);
        (Volume, Balance) = (Number(account.Volume), Number(account.Balance));
        Steps =
        [
            .. allocations.Where(one => one.OpenFrom == account.OpenFrom && one.AllocatedUntil.Length > 0)
                .OrderBy(one => one.Number).Select(one => new QuotaStep(Day(one.AllocatedUntil), Number(one.Balance))),
        ];
    }

    /// <summary>Where it stands.</summary>
    public QuotaAccount Account { get; }

    /// <summary>First day.</summary>
    public DateOnly From { get; }

    /// <summary>Day after the last.</summary>
    public DateOnly To { get; }

    /// <summary>In the quota's unit.</summary>
    public decimal Volume { get; }

    /// <summary>What is left, in the quota's unit.</summary>
    public decimal Balance { get; }

    /// <summary>Balances, oldest first.</summary>
    public IReadOnlyList<QuotaStep> Steps { get; }

    /// <summary>Share of the volume that is given, percent, cut to one decimal.</summary>
    public decimal UsedPercent => Volume == 0 ? 0
        : Math.Truncate(1000 * (Volume - Balance) / Volume) / 10;

    /// <summary>Newest day of acceptance that was allocated; null where none was.</summary>
    public DateOnly? Until => Account.AllocatedUntil.Length > 0 ? Day(Account.AllocatedUntil) : null;

    /// <summary>Day on which nothing is left if it goes on as it went on the average so far; null where that is not
    /// before its end, or can't be said.</summary>
    public DateOnly? LastsTo
    {
        get
        {
            if (Until is not { } until || until < From || Volume <= Balance)
                return null;
            var days = Balance * (until.DayNumber - From.DayNumber + 1) / (Volume - Balance);
            return days < To.DayNumber - until.DayNumber ? until.AddDays((int)days) : null;
        }
    }

    /// <summary>Whether acceptances of the day may draw from it.</summary>
    public bool IsOpenOn(DateOnly day) => From <= day && day < To;

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal Number(string number) =>
        decimal.TryParse(number, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
