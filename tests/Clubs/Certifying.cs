using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Testing.Clubs;

/// <summary>What the secretariat does with certificates, under four eyes and through the gateway.</summary>
public static class Certifying
{
    /// <summary>Day from which the certificates count; the example declarations are of later days.</summary>
    public const string ValidFrom = "2026-02-02";

    // The same on every call, so that a club has one such operator and one such facility.
    private const string OperatorRequest = "0198f0e2-0000-7000-8000-00000000a001";
    private const string FacilityRequest = "0198f0e2-0000-7000-8000-00000000a002";
    private const string BodyRequest = "0198f0e2-0000-7000-8000-00000000a003";
    private const string AssessorRequest = "0198f0e2-0000-7000-8000-00000000a004";

    private const string AssessorSubject = "0b000000-0000-4000-8000-000000000007";
    private const string SupplierSubject = "0b000000-0000-4000-8000-000000000008";
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    /// <summary>Registers an operator with a plant in Malaysia, once per club, and issues a certificate.</summary>
    public static async Task<Certificate> CertifyAsync(this ClubUnderTest club, CancellationToken cancel) =>
        await club.ApproveAsync(await club.PrepareCertificateAsync("secretariat", cancel), "approver", cancel);

    /// <summary>The same, but leaves the certificate to be approved.</summary>
    public static async Task<CertificateChange> PrepareCertificateAsync(
        this ClubUnderTest club, string author, CancellationToken cancel)
    {
        using var officer = club.SignedInAs(author);
        var owner = await officer.CallAsync(options => officer.Suppliers.RegisterOperatorAsync(
            new RegisterOperatorRequest { RequestId = OperatorRequest, Operator = Operator() }, options),
            Within, cancel);
        var plant = await officer.CallAsync(options => officer.Suppliers.RegisterFacilityAsync(
            new RegisterFacilityRequest { RequestId = FacilityRequest, Facility = Facility(owner.Operator.Number) },
            options), Within, cancel);
        var request = new PrepareCertificateRequest
        {
            RequestId = NewId(),
            Facility = plant.Facility.Number,
            Level = CertificateLevel.B,
            ValidFrom = ValidFrom,
            Reason = "Assessed at level B",
            Scopes = { Scope("") },
            Assessment = await club.AssessAsync(plant.Facility, cancel),
        };
        return (await officer.CallAsync(
            options => officer.Suppliers.PrepareCertificateAsync(request, options), Within, cancel)).Change;
    }

    /// <summary>A certificate of level B for a new plant in Malaysia, of so many tons a year.</summary>
    public static async Task<Certificate> CertifyPlantAsync(
        this ClubUnderTest club, string material, string tons, string from, CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var owner = await officer.CallAsync(options => officer.Suppliers.RegisterOperatorAsync(
            new RegisterOperatorRequest { RequestId = NewId(), Operator = Operator() }, options), Within, cancel);
        var scope = new Scope { Material = material, Stage = Stage.SeparatedCompound };
        var site = Facility(owner.Operator.Number);
        site.Scopes.Clear();
        site.Scopes.Add(new Scope(scope) { CapacityTonsPerYear = tons });
        var plant = await officer.CallAsync(options => officer.Suppliers.RegisterFacilityAsync(
            new RegisterFacilityRequest { RequestId = NewId(), Facility = site }, options), Within, cancel);
        var request = new PrepareCertificateRequest
        {
            RequestId = NewId(),
            Facility = plant.Facility.Number,
            Level = CertificateLevel.B,
            ValidFrom = from,
            Reason = "Assessed at level B",
            Scopes = { scope },
            Assessment = await club.AssessAsync(plant.Facility, cancel),
        };
        var prepared = await officer.CallAsync(
            options => officer.Suppliers.PrepareCertificateAsync(request, options), Within, cancel);
        return await club.ApproveAsync(prepared.Change, "approver", cancel);
    }

    /// <summary>Number of a concluded assessment of the facility that found every criterion met.</summary>
    public static async Task<string> AssessAsync(
        this ClubUnderTest club, Facility facility, CancellationToken cancel, string application = "")
    {
        using var assessor = club.SignedInAs("assessor");
        await club.AccreditAsync(cancel);
        var scheme = await assessor.CallAsync(
            options => assessor.Assessments.GetSchemeAsync(new GetSchemeRequest(), options), Within, cancel);
        var found = new RecordAssessmentRequest
        {
            RequestId = NewId(),
            Assessment = new FacilityAssessment
            {
                Facility = facility.Number,
                Purpose = AssessmentPurpose.Certification,
                Application = application,
                AssessedOn = ValidFrom,
                Scopes = { facility.Scopes.Select(one => new Scope { Material = one.Material, Stage = one.Stage }) },
                Findings = { scheme.Scheme.Criteria.Select(Met) },
            },
        };
        var recorded = await assessor.CallAsync(
            options => assessor.Assessments.RecordAssessmentAsync(found, options), Within, cancel);
        var last = new ConcludeAssessmentRequest { RequestId = NewId(), Number = recorded.Assessment.Number };
        return (await assessor.CallAsync(
            options => assessor.Assessments.ConcludeAssessmentAsync(last, options), Within, cancel)).Assessment.Number;
    }

    /// <summary>Number of the body of which "assessor" is one, registered once per club.</summary>
    public static async Task<string> AccreditAsync(this ClubUnderTest club, CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var body = await officer.CallAsync(options => officer.Assessments.RegisterBodyAsync(
            new RegisterBodyRequest { RequestId = BodyRequest, Body = Body() }, options), Within, cancel);
        var accredited = new RegisterAssessorRequest
        {
            RequestId = AssessorRequest,
            Assessor = Assessor(body.Body.Number),
        };
        await officer.CallAsync(
            options => officer.Assessments.RegisterAssessorAsync(accredited, options), Within, cancel);
        return body.Body.Number;
    }

    /// <summary>Lets "supplier" act for an operator.</summary>
    public static RegisterRepresentativeRequest Representation(string owner) => new()
    {
        RequestId = NewId(),
        Representative = new Representative
        {
            Operator = owner,
            Subject = SupplierSubject,
            ValidFrom = "2026-01-01",
        },
    };

    /// <summary>Revokes a certificate for fraud, from its first day on.</summary>
    public static async Task<Certificate> RevokeAsync(
        this ClubUnderTest club, Certificate certificate, CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var request = new PrepareRevocationRequest
        {
            RequestId = NewId(),
            Certificate = certificate.Number,
            Ground = RevocationGround.Fraud,
            EffectiveDay = ValidFrom,
            Reason = "The assessment rested on a false assay",
        };
        var draft = await officer.CallAsync(
            options => officer.Suppliers.PrepareRevocationAsync(request, options), Within, cancel);
        return await club.ApproveAsync(draft.Change, "approver", cancel);
    }

    /// <summary>Approves a change: it takes effect.</summary>
    public static async Task<Certificate> ApproveAsync(
        this ClubUnderTest club, CertificateChange change, string second, CancellationToken cancel)
    {
        using var approver = club.SignedInAs(second);
        var request = new ApproveChangeRequest { RequestId = NewId(), ChangeId = change.Id };
        return (await approver.CallAsync(
            options => approver.Suppliers.ApproveChangeAsync(request, options), Within, cancel)).Change.Certificate;
    }

    /// <summary>A declaration of goods that the certificate covers, and that presents it.</summary>
    public static SubmitDeclarationRequest Relying(Certificate certificate)
    {
        var request = ExampleDeclaration.Request();
        var item = request.Declaration.Items[0];
        request.Declaration.Items.Clear();
        request.Declaration.Items.Add(item);
        (item.GoodsCode, item.Origin, item.Facility) = ("28469010", "MY", certificate.Facility);
        item.Documents.Add(new Document { Code = "9CRM", Reference = certificate.Number });
        return request;
    }

    /// <summary>Declares by it, as soon as it is known where declarations are decided.</summary>
    public static async Task<DeclarationAnswer> DeclareRelyingAsync(
        this ClubUnderTest club, Certificate certificate, CancellationToken cancel)
    {
        using var customs = club.SignedInAs("customs-de");
        var request = Relying(certificate);
        DeclarationAnswer? answer = null;
        await Eventually.HoldsAsync($"{certificate.Number} is known to Declarations", async () =>
        {
            answer = (await customs.CallAsync(
                options => customs.Declarations.SubmitDeclarationAsync(request, options), Within, cancel)).Answer;
            return true;
        }, Within, cancel);
        return answer!;
    }

    /// <summary>The declaration with its second revision, as soon as the certificate's fate is known there.</summary>
    public static async Task<GetDeclarationResponse> ReassessedAsync(
        this ClubUnderTest club, string mrn, CancellationToken cancel)
    {
        using var customs = club.SignedInAs("customs-de");
        var found = new GetDeclarationResponse();
        await Eventually.HoldsAsync($"{mrn} is reassessed", async () =>
        {
            found = await customs.CallAsync(options => customs.Declarations.GetDeclarationAsync(
                new GetDeclarationRequest { Mrn = mrn }, options), Within, cancel);
            return found.Answer.Revision > 1;
        }, Within, cancel);
        return found;
    }

    private static Operator Operator() => new()
    {
        Name = "Demonstration Separation Operator",
        Country = "MY",
        Identifiers = { new Identifier { Kind = IdentifierKind.Lei, Value = "0000DEMO0000MYSEP017" } },
    };

    /// <summary>A body that may assess separation.</summary>
    public static AccreditedBody Body() => new()
    {
        Name = "Demonstration body",
        Country = "DE",
        AccreditedBy = "ISO/IEC 17065",
        Stages = { Stage.SeparatedCompound },
        ValidFrom = "2026-01-01",
        ValidTo = "2099-01-01",
    };

    /// <summary>Its assessor, who is "assessor" on a developer's club.</summary>
    public static AccreditedAssessor Assessor(string body) => new()
    {
        Body = body,
        Subject = AssessorSubject,
        Stages = { Stage.SeparatedCompound },
        ValidFrom = "2026-01-01",
        ValidTo = "2099-01-01",
    };

    private static CriterionFinding Met(SchemeCriterion criterion) => new()
    {
        Criterion = criterion.Id,
        Result = FindingResult.Conforms,
        Evidence = { new FindingEvidence { Sha256 = new('a', 64), Reference = $"Report, {criterion.Id}" } },
    };

    private static Facility Facility(string owner) => new()
    {
        Operator = owner,
        Name = "Demonstration separation plant, Malaysia",
        Country = "MY",
        Kind = FacilityKind.Separation,
        Scopes = { Scope("2500") },
    };

    private static Scope Scope(string tons) =>
        new() { Material = "NdPr", Stage = Stage.SeparatedCompound, CapacityTonsPerYear = tons };

    private static string NewId() => Guid.CreateVersion7().ToString();
}
