using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>Policies of administrations between contract and engine.</summary>
public static class AdministrationPolicies
{
    /// <summary>The policy in force on the day, the newest where several cover it; null where none does.</summary>
    public static Engine.AdministrationPolicy? OnDay(Administration administration, DateOnly day)
    {
        for (var index = administration.Policies.Count - 1; index >= 0; index--)
        {
            var policy = administration.Policies[index];
            if (Wire.Validity(policy.ValidFrom, policy.ValidTo).Covers(day))
                return From(administration.Code, administration.Party, policy);
        }

        return null;
    }

    /// <summary>From a checked policy.</summary>
    public static Engine.AdministrationPolicy From(
        string administration, string party, AdministrationPolicy policy) =>
        new(administration, policy.Currency, From(policy.Rounding), policy.ExchangeRateSeries) { Party = party };

    private static Engine.RoundingPolicy From(RoundingPolicy rounding) =>
        new([.. rounding.BaseSteps.Select(From)], From(rounding.LineStep),
            rounding.TotalStep is { } total ? From(total) : null);

    private static Engine.RoundingStep From(RoundingStep step) =>
        new(Wire.ParseDecimal(step.Unit), step.Mode switch
        {
            RoundingMode.HalfAwayFromZero => Engine.RoundingMode.HalfAwayFromZero,
            RoundingMode.Cut => Engine.RoundingMode.Cut,
            _ => throw new FormatException($"'{step.Mode}' is no rounding mode."),
        });
}
