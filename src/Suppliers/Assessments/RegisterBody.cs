using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Requests;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Assessments;

/// <summary>An accredited body, or an assessor of one, enters the registry.</summary>
internal sealed class RegisterBody(Mutations mutations)
{
    private const int NameLengthMax = 200;
    private const int SubjectLengthMax = 100;

    public Task<RegisterBodyResponse> RunAsync(
        RegisterBodyRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => RegisterAsync(request, work), cancel);

    public Task<RegisterAssessorResponse> RunAsync(
        RegisterAssessorRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => RegisterAsync(request, work), cancel);

    private static async Task<RegisterBodyResponse> RegisterAsync(RegisterBodyRequest request, Work work)
    {
        var body = request.Body?.Clone() ?? new AccreditedBody();
        GivenByClub(work, "body.number", body.Number);
        await CheckAsync(work, "body", body);
        work.Faults.ThrowIfAny();

        (body.Version, body.EffectiveFrom) = (1, "");
        body.Number = await NumberSeries.DrawAsync(work, "AB", 4);
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, body.Number, null, new AccreditedBodyRegistered { Body = body }),
            work.Cancel);
        await AssessmentStore.AddAsync(work, entry, body);
        return new RegisterBodyResponse { Body = body };
    }

    private static async Task<RegisterAssessorResponse> RegisterAsync(RegisterAssessorRequest request, Work work)
    {
        var assessor = request.Assessor?.Clone() ?? new AccreditedAssessor();
        GivenByClub(work, "assessor.number", assessor.Number);
        work.Faults.Text("assessor.subject", "", assessor.Subject, SubjectLengthMax);
        var bodies = await AssessmentStore.BodiesAsync(work.Transaction.Connection!, work.Cancel);
        if (bodies.TrueForAll(stored => stored.Content.Number != assessor.Body))
        {
            work.Faults.Add(
                "assessor.body", "", "BODY", assessor.Body, "number of an accredited body", "There is no such body.");
        }

        await AccreditationRules.CheckAsync(
            work, "assessor", assessor.Stages, assessor.ValidFrom, assessor.ValidTo, assessor.Ties);
        work.Faults.ThrowIfAny();

        (assessor.Version, assessor.EffectiveFrom) = (1, "");
        assessor.Number = await NumberSeries.DrawAsync(work, "AS", 4);
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(
                work.Caller.Id, assessor.Number, null, new AccreditedAssessorRegistered { Assessor = assessor }),
            work.Cancel);
        await AssessmentStore.AddAsync(work, entry, assessor);
        return new RegisterAssessorResponse { Assessor = assessor };
    }

    /// <summary>What a body has to say of itself, each time.</summary>
    public static async Task CheckAsync(Work work, string field, AccreditedBody body)
    {
        work.Faults.Name($"{field}.name", body.Name, NameLengthMax);
        work.Faults.Country($"{field}.country", body.Country);
        work.Faults.Text($"{field}.accredited_by", "", body.AccreditedBy, NameLengthMax);
        await AccreditationRules.CheckAsync(work, field, body.Stages, body.ValidFrom, body.ValidTo, body.Ties);
    }

    private static void GivenByClub(Work work, string field, string number)
    {
        if (number.Length > 0)
            work.Faults.Add(field, "", "GIVEN_BY_CLUB", number, "nothing", "The club gives the number.");
    }
}
