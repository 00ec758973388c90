using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Commands;
using CrmClub.Client;
using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Cli.Demonstration;

/// <summary>
/// The secretariat's part: registers suppliers, issues a certificate, revokes it, under four eyes; and the assessor's
/// before.
/// </summary>
internal sealed class Supplying(Invocation invocation, DemonstrationData data) : IDisposable
{
    private readonly ClubClient _officer = invocation.Club.Open(Identity.Officer);
    private readonly ClubClient _approver = invocation.Club.Open(Identity.Approver);
    private readonly ClubClient _assessor = invocation.Club.Open(Identity.Assessor);

    /// <summary>Registers what is not registered yet; gives the facilities in the order of the file.</summary>
    public async Task<IReadOnlyList<Facility>> RegisterAsync()
    {
        var operators = data.Many<Operator>("operators.jsonl", _ => []);
        var facilities = data.Many<Facility>("facilities.jsonl", _ => []);
        var registered = new List<Facility>();
        foreach (var (owner, site) in operators.Zip(facilities))
        {
            var first = new RegisterOperatorRequest { RequestId = RequestIds.Of(owner), Operator = owner };
            site.Operator = (await invocation.CallAsync(
                _officer, o => _officer.Suppliers.RegisterOperatorAsync(first, o))).Operator.Number;
            var second = new RegisterFacilityRequest { RequestId = RequestIds.Of(site), Facility = site };
            registered.Add((await invocation.CallAsync(
                _officer, o => _officer.Suppliers.RegisterFacilityAsync(second, o))).Facility);
        }
        return registered;
    }

    /// <summary>What an accredited assessor found today, concluded.</summary>
    public async Task<FacilityAssessment> AssessAsync(Facility facility, string today)
    {
        var body = data.One<AccreditedBody>("body.json");
        var first = new RegisterBodyRequest { RequestId = RequestIds.Of(body), Body = body };
        var number = (await invocation.CallAsync(
            _officer, o => _officer.Assessments.RegisterBodyAsync(first, o))).Body.Number;
        var assessor = data.One<AccreditedAssessor>("assessor.json", ("body", number));
        var second = new RegisterAssessorRequest { RequestId = RequestIds.Of(assessor), Assessor = assessor };
        await invocation.CallAsync(_officer, o => _officer.Assessments.RegisterAssessorAsync(second, o));

        var found = data.One<FacilityAssessment>(
            "assessment.json", ("facility", facility.Number), ("today", today));
        var third = new RecordAssessmentRequest { RequestId = RequestIds.Of(found), Assessment = found };
        var recorded = (await invocation.CallAsync(
            _assessor, o => _assessor.Assessments.RecordAssessmentAsync(third, o))).Assessment;
        var last = new ConcludeAssessmentRequest { RequestId = RequestIds.Of(recorded), Number = recorded.Number };
        return (await invocation.CallAsync(
            _assessor, o => _assessor.Assessments.ConcludeAssessmentAsync(last, o))).Assessment;
    }

    /// <summary>A certificate that counts today: the one that a run left behind, else a new one.</summary>
    public async Task<Certificate> CertifyAsync(Facility facility, FacilityAssessment assessment, string today)
    {
        var request = data.One<PrepareCertificateRequest>(
            "certificate.json", ("facility", facility.Number), ("assessment", assessment.Number), ("today", today));
        request.RequestId = $"{Guid.CreateVersion7()}";
        var list = new ListCertificatesRequest { Facility = facility.Number, PageSize = 500 };
        var known = await invocation.CallAsync(_officer, o => _officer.Suppliers.ListCertificatesAsync(list, o));
        if (known.Certificates.FirstOrDefault(c => IsLike(c, request)) is { } issued) return issued;
        var draft = await invocation.CallAsync(_officer, o => _officer.Suppliers.PrepareCertificateAsync(request, o));
        return await ApproveAsync(draft.Change);
    }

    /// <summary>Revokes it from the first day on which it was used.</summary>
    public async Task<Certificate> RevokeAsync(Certificate certificate)
    {
        var request = data.One<PrepareRevocationRequest>(
            "revocation.json", ("certificate", certificate.Number), ("today", certificate.ValidFrom));
        request.RequestId = $"{Guid.CreateVersion7()}";
        var draft = await invocation.CallAsync(_officer, o => _officer.Suppliers.PrepareRevocationAsync(request, o));
        return await ApproveAsync(draft.Change);
    }

    public void Dispose()
    {
        _officer.Dispose();
        _approver.Dispose();
        _assessor.Dispose();
    }

    private static bool IsLike(Certificate certificate, PrepareCertificateRequest request) =>
        certificate.State == CertificateState.Issued && certificate.Level == request.Level
        && request.Scopes.All(wanted =>
            certificate.Scopes.Any(s => (s.Material, s.Stage) == (wanted.Material, wanted.Stage)));

    private async Task<Certificate> ApproveAsync(CertificateChange change)
    {
        var request = new ApproveChangeRequest { RequestId = $"{Guid.CreateVersion7()}", ChangeId = change.Id };
        var approved = await invocation.CallAsync(_approver, o => _approver.Suppliers.ApproveChangeAsync(request, o));
        return approved.Change.Certificate;
    }
}
