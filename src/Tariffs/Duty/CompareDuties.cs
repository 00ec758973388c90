using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Versions;
using Consignment = CrmClub.Contracts.Tariffs.V1.Consignment;
using DutyComparison = CrmClub.Tariffs.Engine.DutyComparison;

namespace CrmClub.Tariffs.Duty;

/// <summary>By what the duties of two consignments, versions or days differ; nothing is stored.</summary>
internal static class CompareDuties
{
    public static CompareDutiesResponse Answer(TariffBook book, MembershipView members, CompareDutiesRequest request)
    {
        var faults = new Violations();
        var before = SideOf(request.Before, "before");
        var after = SideOf(request.After, "after");
        if (before?.Basis.Policy.Currency is { } one && after?.Basis.Policy.Currency is { } other && one != other)
            faults.Add(
                "after.consignment.administration", "", "CURRENCY", request.After.Consignment.Administration,
                $"an administration that collects in {one}", "Amounts in two currencies are not compared.");
        faults.ThrowIfAny();
        return new CompareDutiesResponse { Comparison = DutyComparisons.From(DutyComparison.Of(before!, after!)) };

        DutySide? SideOf(AskedDuty? asked, string field) => CalculateDuty.SideOf(
            book, members, asked?.Consignment ?? new Consignment(), asked?.TariffVersion ?? 0, $"{field}.consignment",
            faults)?.Side;
    }
}
