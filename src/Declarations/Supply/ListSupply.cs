using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Reading;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using SupplyOf = CrmClub.Contracts.Declarations.V1.Supply;

namespace CrmClub.Declarations.Supply;

/// <summary>Shares of supply by origin, of a period and of its months.</summary>
internal sealed class ListSupply(SupplyBook book, Study study, MembershipState members, ClubTime clock)
{
    private const int MonthsMax = 24;
    private const int MonthsUsual = 12;

    public async Task<ListSupplyResponse> HandleAsync(ListSupplyRequest request, CancellationToken cancel)
    {
        var (first, last) = Period(request);
        var studied = await study.ReadAsync(cancel);
        var view = members.View;
        var supply = (await book.ReadAsync(first, last, cancel))
            .Where(one => request.Material.Length == 0 || one.Key.Material == request.Material).ToList();
        return new ListSupplyResponse
        {
            Study = studied.Title,
            Supplies =
            {
                supply.GroupBy(one => (one.Key.Material, one.Key.Stage))
                    .OrderBy(group => group.Key.Material, StringComparer.Ordinal).ThenBy(group => group.Key.Stage)
                    .Select(group =>
                    {
                        var period = SharesOf(group, last);
                        return new SupplyOf
                        {
                            Material = group.Key.Material,
                            Stage = group.Key.Stage,
                            Period = period,
                            Months =
                            {
                                group.GroupBy(one => one.Key.Month).Select(month => new SupplyMonth
                                {
                                    Month = Months.Text(month.Key),
                                    Shares = SharesOf(month, month.Key),
                                }),
                            },
                            Enough = period.Items >= studied.ItemsMin,
                            Studied = { Study.Shares(studied, group.Key.Material, group.Key.Stage) },
                        };
                    }),
            },
        };

        SupplyShares SharesOf(IEnumerable<(SupplyKey Key, Supplied Amount)> some, DateOnly month) => Shares.Of(
            some.Select(one => (one.Key.Origin, one.Amount)),
            country => view.IsMember(country, month.AddMonths(1).AddDays(-1)));
    }

    private (DateOnly First, DateOnly Last) Period(ListSupplyRequest request)
    {
        var faults = new Violations();
        var today = clock.Today(ServiceInfo.SecretariatZone);
        var last = Month("to_month", request.ToMonth) ?? new DateOnly(today.Year, today.Month, 1);
        var first = Month("from_month", request.FromMonth) ?? last.AddMonths(1 - MonthsUsual);
        if (faults.Count == 0 && (first > last || first.AddMonths(MonthsMax) <= last))
            faults.Add("from_month", "", "PERIOD", Months.Text(first), $"at most {MonthsMax} months until to_month",
                "The period is empty or too long.");
        faults.ThrowIfAny();
        return (first, last);

        DateOnly? Month(string field, string text)
        {
            if (text.Length == 0)
                return null;
            if (Months.TryParse(text, out var month) && month.Year is >= 2000 and < 9999)
                return month;
            faults.Add(field, "", "MONTH", text, "YYYY-MM", "It is no month.");
            return null;
        }
    }
}
