using System.Diagnostics.Metrics;
using CrmClub.Contracts.Common.V1;

namespace CrmClub.ServiceDefaults.Errors;

/// <summary>What is refused, in each service: meter "CrmClub.Calls".</summary>
internal static class RefusalMetrics
{
    private static readonly Meter Meter = new("CrmClub.Calls");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "crmclub.calls.refused", "{call}", "Calls refused, by reason.");

    private static readonly Counter<long> Faults = Meter.CreateCounter<long>(
        "crmclub.calls.faults", "{fault}", "Rules that refused calls have broken, by rule.");

    public static void Count(ErrorReason reason, IReadOnlyList<Violation> violations)
    {
        Refused.Add(1, new KeyValuePair<string, object?>("reason", ErrorCodes.NameOf(reason)));
        foreach (var rule in violations.Select(violation => violation.Rule).Distinct())
            Faults.Add(1, new KeyValuePair<string, object?>("rule", rule));
    }
}
