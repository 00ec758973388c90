using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Submission;

namespace CrmClub.Declarations.Tests;

/// <summary>What administrations report, in short.</summary>
internal static class Reports
{
    public static string Mrn(Submitted submitted) => submitted.Revision.Identity.Mrn;

    public static Declaration Prelodged(string lrn)
    {
        var declaration = World.Dysprosium("DE", lrn, "254", "76200.00", day: "");
        declaration.AdditionalDeclarationType = "D";
        return declaration;
    }

    public static Report Accepted(string day) => new() { Accepted = new() { AcceptanceDay = day } };

    public static Report Amended(string reason) => new() { Amended = new() { Reason = reason } };

    public static Report Invalidated(string reason) => new() { Invalidated = new() { Reason = reason } };

    public static Report Collected(string amount, string day = "2027-03-09") => new()
    {
        Collected = new() { Day = day, Amounts = { new TaxAmount { TaxType = "A20", Amount = Eur(amount) } } },
    };

    public static Money Eur(string amount) => new() { Amount = amount, Currency = "EUR" };

    public static Report Of(string kind) => kind switch
    {
        "accepted" => Accepted("2027-03-08"),
        "amended" => Amended("x"),
        "invalidated" => Invalidated("x"),
        "under_control" => new Report { UnderControl = new() { Kind = ControlKind.Documents, Day = "2027-03-09" } },
        "control_result" => new Report
        {
            ControlResult = new() { Outcome = ControlOutcome.Satisfactory, Day = "2027-03-09" },
        },
        "released" => new Report { Released = new() { Day = "2027-03-09" } },
        "notified" => new Report { Notified = new() { Day = "2027-03-09" } },
        _ => Collected("1.00"),
    };
}
