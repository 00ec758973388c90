using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Suppliers.Tests;

/// <summary>Sound requests, each to be spoilt as a test wants.</summary>
internal static class Sound
{
    public static RegisterOperatorRequest Operator() => new()
    {
        RequestId = TestSuppliers.NewId(),
        Operator = new Operator
        {
            Name = "Separation operator",
            Country = "MY",
            Identifiers = { new Identifier { Kind = IdentifierKind.Lei, Value = "0000DEMO0000MYSEP017" } },
        },
    };

    public static RegisterFacilityRequest Facility(string registered) => new()
    {
        RequestId = TestSuppliers.NewId(),
        Facility = new Facility
        {
            Operator = registered,
            Name = "Separation plant",
            Country = "MY",
            Kind = FacilityKind.Separation,
            Scopes =
            {
                new Scope { Material = "NdPr", Stage = Stage.SeparatedCompound, CapacityTonsPerYear = "2500" },
                new Scope { Material = "Dy", Stage = Stage.SeparatedCompound, CapacityTonsPerYear = "120.50" },
            },
        },
    };

    public static PrepareCertificateRequest Certificate(string facility) => new()
    {
        RequestId = TestSuppliers.NewId(),
        Facility = facility,
        Level = CertificateLevel.B,
        Scopes = { new Scope { Material = "Dy", Stage = Stage.SeparatedCompound } },
        ValidFrom = "2027-02-01",
        Reason = "assessed at level B under scheme 1",
    };

    public static PrepareRevocationRequest Revocation(
        string certificate, RevocationGround ground, string effectiveDay) => new()
        {
            RequestId = TestSuppliers.NewId(),
            Certificate = certificate,
            Ground = ground,
            EffectiveDay = effectiveDay,
            Reason = "the assay was false",
        };

    public static PrepareSuspensionRequest Suspension(string certificate, string effectiveDay) => new()
    {
        RequestId = TestSuppliers.NewId(),
        Certificate = certificate,
        Ground = SuspensionGround.Inquiry,
        EffectiveDay = effectiveDay,
        Reason = "an inquiry after a grievance",
    };

    public static PrepareLiftingRequest Lifting(string certificate, string effectiveDay) => new()
    {
        RequestId = TestSuppliers.NewId(),
        Certificate = certificate,
        EffectiveDay = effectiveDay,
        Reason = "the inquiry found nothing",
    };

    public static RegisterBodyRequest Body(params string[] ties) => new()
    {
        RequestId = TestSuppliers.NewId(),
        Body = new AccreditedBody
        {
            Name = "Assessment body",
            Country = "DE",
            AccreditedBy = "ISO/IEC 17065",
            Stages = { Stage.SeparatedCompound },
            ValidFrom = "2026-01-01",
            ValidTo = "2031-01-01",
            Ties = { ties },
        },
    };

    public static RegisterAssessorRequest Assessor(string body, params string[] ties) => new()
    {
        RequestId = TestSuppliers.NewId(),
        Assessor = new AccreditedAssessor
        {
            Body = body,
            Subject = TestSuppliers.Assessor.Id,
            Stages = { Stage.SeparatedCompound },
            ValidFrom = "2026-01-01",
            ValidTo = "2031-01-01",
            Ties = { ties },
        },
    };

    /// <summary>Every criterion conforms, but for so many minor non-conformities, each with a dated action.</summary>
    public static FacilityAssessment Assessment(string facility, AssessmentScheme scheme, int minors) => new()
    {
        Facility = facility,
        Purpose = AssessmentPurpose.Certification,
        AssessedOn = "2027-09-01",
        Scopes = { new Scope { Material = "Dy", Stage = Stage.SeparatedCompound } },
        Findings =
        {
            scheme.Criteria.Select((criterion, place) => Finding(
                criterion.Id, place < minors ? FindingResult.Minor : FindingResult.Conforms, "2027-12-01")),
        },
    };

    public static CriterionFinding Finding(string criterion, FindingResult result, string dueOn = "") => new()
    {
        Criterion = criterion,
        Result = result,
        Note = "seen at the plant",
        Evidence = { new FindingEvidence { Sha256 = new string('a', 64), Reference = "report, page 3" } },
        Action = dueOn.Length > 0 && result is FindingResult.Minor or FindingResult.Major
            ? new CorrectiveAction { Text = "put it right", DueOn = dueOn.Length > 0 ? dueOn : "2027-12-01" } : null,
    };
}
