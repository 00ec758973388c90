using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Sound deeds of accreditation and assessment.</summary>
internal sealed class AssessmentDeeds(ClubUnderTest club)
{
    private string? body;

    public static RegisterBodyRequest Body() => new()
    {
        RequestId = Deeds.NewId(),
        Body = Certifying.Body(),
    };

    public async Task<RegisterAssessorRequest> AssessorAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        body ??= (await officer.CallAsync(
            options => officer.Assessments.RegisterBodyAsync(Body(), options), cancel: cancel)).Body.Number;
        return new()
        {
            RequestId = Deeds.NewId(),
            Assessor = Certifying.Assessor(body),
        };
    }

    public async Task<PrepareAccreditationChangeRequest> ChangeAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var registered = await officer.CallAsync(
            options => officer.Assessments.RegisterBodyAsync(Body(), options), cancel: cancel);
        return new()
        {
            RequestId = Deeds.NewId(),
            Change = new AccreditationChange
            {
                Body = registered.Body,
                EffectiveFrom = "2027-06-01",
                Reason = "Accredited anew",
            },
        };
    }

    public async Task<ApproveAccreditationChangeRequest> ApprovalAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var request = await ChangeAsync(cancel);
        var prepared = await officer.CallAsync(
            options => officer.Accreditations.PrepareAccreditationChangeAsync(request, options), cancel: cancel);
        return new() { RequestId = Deeds.NewId(), ChangeId = prepared.Change.Id };
    }

    public async Task<RecordAssessmentRequest> RecordAsync(string facility, CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var accreditation = await AssessorAsync(cancel);
        await officer.CallAsync(
            options => officer.Assessments.RegisterAssessorAsync(accreditation, options), cancel: cancel);
        return new()
        {
            RequestId = Deeds.NewId(),
            Assessment = new FacilityAssessment
            {
                Facility = facility,
                Purpose = AssessmentPurpose.Extraordinary,
                AssessedOn = Certifying.ValidFrom,
                Scopes = { new Scope { Material = "NdPr", Stage = Stage.SeparatedCompound } },
                Findings =
                {
                    new CriterionFinding
                    {
                        Criterion = "T1",
                        Result = FindingResult.Conforms,
                        Evidence = { new FindingEvidence { Sha256 = new('a', 64), Reference = "Report, T1" } },
                    },
                },
            },
        };
    }

    public async Task<ConcludeAssessmentRequest> ConcludeAsync(string facility, CancellationToken cancel)
    {
        using var assessor = club.SignedInAs("assessor");
        var request = await RecordAsync(facility, cancel);
        var recorded = await assessor.CallAsync(
            options => assessor.Assessments.RecordAssessmentAsync(request, options), cancel: cancel);
        return new() { RequestId = Deeds.NewId(), Number = recorded.Assessment.Number };
    }
}
