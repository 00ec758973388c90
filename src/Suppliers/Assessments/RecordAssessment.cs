using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Applications;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Grievances;
using CrmClub.Suppliers.Requests;
using CrmClub.Suppliers.Schemes;
using CrmClub.Suppliers.Storage;
using CrmClub.Suppliers.Surveillance;

namespace CrmClub.Suppliers.Assessments;

/// <summary>An accredited assessor records what was found, version by version, and concludes.</summary>
internal sealed class RecordAssessment(
    Mutations mutations, MembershipState members, TakeStep take, ClubTime clubTime, TimeProvider time)
{
    private DateOnly Today => clubTime.Today(ChangeRules.ClubZone);

    public Task<RecordAssessmentResponse> RunAsync(
        RecordAssessmentRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => RecordAsync(request, work), cancel);

    public Task<ConcludeAssessmentResponse> RunAsync(
        ConcludeAssessmentRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => ConcludeAsync(request, work), cancel);

    private async Task<RecordAssessmentResponse> RecordAsync(RecordAssessmentRequest request, Work work)
    {
        var connection = work.Transaction.Connection!;
        var assessment = request.Assessment?.Clone() ?? new FacilityAssessment();
        var scheme = await SchemeAsync(assessment.AssessedOn, work);
        var known = assessment.Number.Length == 0 ? null : await KnownAsync(assessment.Number, work);
        var facility = await FacilityStore.FacilityAsync(connection, assessment.Facility, work.Cancel);
        await CheckAsync(assessment, facility, known, scheme, work);
        work.Faults.ThrowIfAny();

        assessment.Number = known?.Number ?? await NumberSeries.DrawAsync(work, $"A-{Today.Year:0000}", 4);
        assessment.Version = (known?.Version ?? 0) + 1;
        assessment.Scheme = scheme.Number;
        assessment.State = AssessmentState.Open;
        assessment.Level = CertificateLevel.Unspecified;
        assessment.Reasons.Clear();
        // What can be made in a year says the facility, not who looked at it.
        foreach (var scope in assessment.Scopes)
            scope.CapacityTonsPerYear = "";
        foreach (var action in assessment.Findings.Select(one => one.Action).OfType<CorrectiveAction>())
            action.DueOn = Rolled(action.DueOn);
        await AppendAsync(assessment, work);
        return new RecordAssessmentResponse { Assessment = assessment };
    }

    private async Task<ConcludeAssessmentResponse> ConcludeAsync(ConcludeAssessmentRequest request, Work work)
    {
        var connection = work.Transaction.Connection!;
        var known = await KnownAsync(request.Number, work);
        if (known is not null)
        {
            var scheme = (await SchemeStore.NumberedAsync(connection, known.Scheme, work.Cancel)).Scheme;
            var missing = known.Purpose == AssessmentPurpose.Certification
                ? scheme.Criteria.Select(one => one.Id).Except(known.Findings.Select(one => one.Criterion)).ToList()
                : [];
            if (missing.Count > 0)
            {
                work.Faults.Add(
                    "number", "", "FINDINGS_MISSING", string.Join(", ", missing), "a finding on every criterion",
                    "Nothing was found on some.");
            }
        }

        work.Faults.ThrowIfAny();
        if (known!.State == AssessmentState.Concluded)
            return new ConcludeAssessmentResponse { Assessment = known };
        var concluded = known.Clone();
        concluded.Version++;
        concluded.State = AssessmentState.Concluded;
        var rule = (await SchemeStore.NumberedAsync(connection, concluded.Scheme, work.Cancel)).Scheme;
        var (level, reasons) = LevelRule.Of(rule, concluded.Findings);
        concluded.Level = level;
        concluded.Reasons.AddRange(reasons);
        await AppendAsync(concluded, work);
        if (concluded.Purpose == AssessmentPurpose.Surveillance)
            await PassSurveillance.RunAsync(concluded, work);
        await AskedAssessment.CloseAsync(concluded, take, work);
        return new ConcludeAssessmentResponse { Assessment = concluded };
    }

    // As deadlines do; where no holidays are known, the day itself.
    private string Rolled(string day) =>
        members.View.WorkingDays.Roll(ChangeRules.Day(day)) is { } next ? ChangeRules.Day(next) : day;

    // The one that counts on the last day at the facility; where that is no day, today's.
    private async Task<AssessmentScheme> SchemeAsync(string assessedOn, Work work) =>
        SchemeDocument.Read(await SchemeStore.OnAsync(
            work.Transaction.Connection!,
            new Violations().Day("assessed_on", "", assessedOn) ?? Today,
            work.Cancel));

    // Only who began it goes on with it.
    private static async Task<FacilityAssessment?> KnownAsync(string number, Work work)
    {
        var connection = work.Transaction.Connection!;
        if (SuppliersReader.IsNumber(number))
            await work.LockAsync($"assessment {number}");
        var known = await AssessmentStore.NewestAsync(connection, number, work.Cancel);
        if (known is null)
        {
            work.Faults.Add(
                "number", "", "ASSESSMENT", number, "number of an assessment", "There is no such assessment.");
            return null;
        }

        var assessors = await AssessmentStore.AssessorsAsync(connection, work.Cancel);
        return assessors.Exists(one => one.Content.Number == known.Assessor && one.Content.Subject == work.Caller.Id)
            ? known
            : throw new ClubException(ErrorReason.CallerNotRegistered, "The assessment is another assessor's.");
    }

    private async Task CheckAsync(
        FacilityAssessment assessment, Facility? facility, FacilityAssessment? known, AssessmentScheme scheme,
        Work work)
    {
        var faults = work.Faults;
        var day = faults.Day("assessment.assessed_on", "", assessment.AssessedOn);
        if (day > Today)
        {
            faults.Add(
                "assessment.assessed_on", "", "FUTURE_DAY", assessment.AssessedOn, "today or earlier",
                "What was not yet seen can't be recorded.");
        }

        if (!Enum.IsDefined(assessment.Purpose) || assessment.Purpose == AssessmentPurpose.Unspecified)
        {
            faults.Add(
                "assessment.purpose", "", "PURPOSE", $"{assessment.Purpose}", "a purpose", "There is no such purpose.");
        }

        if (facility is null)
        {
            faults.Add(
                "assessment.facility", "", "FACILITY", assessment.Facility, "number of a registered facility",
                "There is no such facility.");
        }

        if (known is not null && Subject(known) != Subject(assessment))
        {
            faults.Add(
                "assessment.number", "", "SAME_SUBJECT", assessment.Number, Subject(known),
                "Another is a new assessment.");
        }

        await CertificateAsync(assessment, work);
        faults.Scopes("assessment.scopes", assessment.Scopes);
        FindingRules.Check(assessment.Findings, scheme, day, faults);
        await AskedAssessment.CheckAsync(assessment, work);
        var assigned = await CitedApplication.CheckAsync(assessment, work);
        await AccreditedAsync(assessment, facility, day, assigned, work);
    }

    private static string Subject(FacilityAssessment one) => string.Join(
        ' ', new[] { one.Facility, $"{one.Purpose}", one.Certificate, one.Application, one.Grievance }
            .Where(part => part.Length > 0));

    private static async Task CertificateAsync(FacilityAssessment assessment, Work work)
    {
        var isSurveillance = assessment.Purpose == AssessmentPurpose.Surveillance;
        if (isSurveillance != (assessment.Certificate.Length > 0))
        {
            work.Faults.Add(
                "assessment.certificate", "", "CERTIFICATE", assessment.Certificate,
                "the certificate of a surveillance, nothing else", "A surveillance is of one certificate.");
            return;
        }

        if (isSurveillance && await ChangeRules.CurrentAsync(assessment.Certificate, work, "assessment.certificate")
            is { } certificate && certificate.Facility != assessment.Facility)
        {
            work.Faults.Add(
                "assessment.certificate", "", "CERTIFICATE_OF_FACILITY", assessment.Certificate,
                $"a certificate of {assessment.Facility}", "The certificate is another facility's.");
        }
    }

    // The caller's accreditation that fits best is the one that is judged.
    private static async Task AccreditedAsync(
        FacilityAssessment assessment, Facility? facility, DateOnly? day, string? assigned, Work work)
    {
        var connection = work.Transaction.Connection!;
        var assessors = (await AccreditationStore.AssessorsAsync(connection, day, work.Cancel))
            .FindAll(one => one.Subject == work.Caller.Id);
        if (assessors.Count == 0)
            throw new ClubException(ErrorReason.CallerNotRegistered, "Only an accredited assessor may assess.");
        if (facility is null || day is null)
            return;
        if (assigned is not null && assessors.RemoveAll(one => one.Body != assigned) > 0 && assessors.Count == 0)
        {
            work.Faults.Add(
                "assessment.application", "", "ASSIGNED_BODY", assessment.Application, $"an assessor of {assigned}",
                "It is assigned to another body.");
            return;
        }

        var bodies = (await AccreditationStore.BodiesAsync(connection, day, work.Cancel))
            .ToDictionary(one => one.Number);
        var (assessor, faults) = assessors.Select(one =>
        {
            var found = new Violations();
            AccreditationRules.Check(bodies[one.Body], one, facility, assessment.Scopes, day.Value, found);
            return (one, found);
        }).MinBy(one => one.found.Count);
        (assessment.Assessor, assessment.Body) = (assessor.Number, assessor.Body);
        work.Faults.AddRange(faults.All);
    }

    private async Task AppendAsync(FacilityAssessment assessment, Work work)
    {
        assessment.RecordedAt = time.RecordedNow();
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(
                work.Caller.Id, assessment.Number, ChangeRules.Day(assessment.AssessedOn),
                new AssessmentRecorded { Assessment = assessment }),
            work.Cancel);
        await AssessmentStore.AddAsync(work, entry, assessment);
    }
}
