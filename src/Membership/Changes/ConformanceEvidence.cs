using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Signing;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Membership.Changes;

/// <summary>
/// Reads the signed reports of conformance runs. Declarations, which saw the runs, signs them; its public key lies in a
/// file, so that it is not asked.
/// </summary>
/// <param name="keysFile">A JWK set; looked at for each report, since keys are changed while services run.</param>
internal sealed class ConformanceEvidence(string keysFile)
{
    private const string Field = "change.criterion.report";

    /// <summary>Whether the report proves that the party's system passed since the party applied.</summary>
    public void Check(CriterionMet met, Party party, Violations faults)
    {
        if (Read(met.Report) is not { } report)
            Fault("SIGNED_REPORT", "a report with the club's signature", "The signature does not hold.");
        else if (report.Run.Party != met.Party)
            Fault("REPORT_OF_PARTY", met.Party, $"The report is of {report.Run.Party}.");
        else if (!report.Run.Passed)
            Fault("RUN_PASSED", "a run that passed", "Not passed: " + string.Join(
                ", ", report.Run.Results.Where(result => !result.Passed).Select(result => result.Id)));
        else if (report.Run.StartedAt < AppliedAt(party))
            Fault("RUN_SINCE_APPLICATION", "a run since the party applied", "The run is of a former application.");

        void Fault(string rule, string accepted, string message) =>
            faults.Add(Field, "", rule, met.Report, accepted, message);
    }

    private static Google.Protobuf.WellKnownTypes.Timestamp AppliedAt(Party party) =>
        party.Decisions.Last(decision => decision.Step == PartyStep.Application).RecordedAt;

    private ConformanceReport? Read(string report) => File.Exists(keysFile)
        ? ConformanceReports.Read(report, PublicKeySet.Parse(File.ReadAllText(keysFile)))
        : null;
}
