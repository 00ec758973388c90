using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>Rules of the administrations of a document that is used without a club.</summary>
internal static class AdministrationCheck
{
    public static void Check(TariffDocument document, Faults faults)
    {
        HashSet<string> codes = [];
        for (var index = 0; index < document.Administrations.Count; index++)
        {
            var administration = document.Administrations[index];
            var path = $"administrations[{index}].";
            faults.Country(path + "code", administration.Code);
            faults.Unique(path + "code", administration.Code, codes);
            for (var policy = 0; policy < administration.Policies.Count; policy++)
                CheckPolicy(administration.Policies[policy], $"{path}policies[{policy}].", faults);
        }
    }

    private static void CheckPolicy(AdministrationPolicy policy, string path, Faults faults)
    {
        faults.Validity(path, policy.ValidFrom, policy.ValidTo);
        faults.Currency(path + "currency", policy.Currency);
        faults.Required(path + "exchange_rate_series", policy.ExchangeRateSeries);
        path += "rounding";
        if (policy.Rounding?.LineStep is not { } line)
        {
            faults.Add(path + ".line_step", "REQUIRED", "", "a step", "It is missing.");
            return;
        }

        for (var index = 0; index < policy.Rounding.BaseSteps.Count; index++)
            CheckStep(policy.Rounding.BaseSteps[index], $"{path}.base_steps[{index}].", faults);
        CheckStep(line, path + ".line_step.", faults);
        if (policy.Rounding.TotalStep is { } total)
            CheckStep(total, path + ".total_step.", faults);
    }

    private static void CheckStep(RoundingStep step, string path, Faults faults)
    {
        faults.Positive(path + "unit", step.Unit);
        faults.Specified(path + "mode", step.Mode);
    }
}
