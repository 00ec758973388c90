using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Assessments;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Applications;

/// <summary>What is done about an application: an officer assigns or refuses it, the supplier withdraws it.</summary>
internal sealed class HandleApplication(Mutations mutations, ClubTime clubTime, TimeProvider time)
{
    private DateOnly Today => clubTime.Today(ChangeRules.ClubZone);

    public Task<AssignApplicationResponse> AssignAsync(
        AssignApplicationRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            var application = await LockAsync(work, request.Number, ApplicationView.Everything);
            if (application.State is not (ApplicationState.Filed or ApplicationState.Assigned))
                throw Forbidden(application);
            await CheckAsync(application, request.Body, work);
            await TakeAsync(work, application, new() { Kind = ApplicationStepKind.Assigned, Body = request.Body });
            return new AssignApplicationResponse { Application = application };
        }, cancel);

    public Task<RefuseApplicationResponse> RefuseAsync(
        RefuseApplicationRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work => new RefuseApplicationResponse
        {
            Application = await EndAsync(
                work, request.Number, ApplicationView.Everything, ApplicationStepKind.Refused, request.Reason),
        }, cancel);

    public Task<WithdrawApplicationResponse> WithdrawAsync(
        WithdrawApplicationRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            var own = await ApplicationStore.RepresentedAsync(
                work.Transaction.Connection!, caller.Id, Today, work.Cancel);
            var application = await EndAsync(
                work, request.Number, new(false, own, []), ApplicationStepKind.Withdrawn, request.Reason);
            return new WithdrawApplicationResponse { Application = application.WithoutNames() };
        }, cancel);

    /// <summary>The application, which nobody else changes until the end of the transaction.</summary>
    public static async Task<CertificationApplication> LockAsync(Work work, string number, ApplicationView view)
    {
        work.Faults.ThrowIfAny();
        if (SuppliersReader.IsNumber(number))
            await work.LockAsync($"application {number}");
        return await ApplicationStore.FindAsync(work.Transaction.Connection!, number, view, work.Cancel)
            ?? throw new ClubException(ErrorReason.NotFound, "There is no such application.");
    }

    private async Task<CertificationApplication> EndAsync(
        Work work, string number, ApplicationView view, ApplicationStepKind kind, string reason)
    {
        ChangeRules.Reason(reason, work.Faults);
        var application = await LockAsync(work, number, view);
        if (!application.IsOpen)
            throw Forbidden(application);
        await TakeAsync(work, application, new() { Kind = kind, Reason = reason });
        return application;
    }

    private async Task CheckAsync(CertificationApplication application, string number, Work work)
    {
        var connection = work.Transaction.Connection!;
        var body = (await AccreditationStore.BodiesAsync(connection, Today, work.Cancel))
            .Find(one => one.Number == number);
        if (body is null)
        {
            work.Faults.Add(
                "body", "", "BODY", number, "number of an accredited body", "There is no such body.");
        }
        else
        {
            var facility = (await SuppliersReader.FacilityAsync(connection, application.Facility, work.Cancel))!;
            AccreditationRules.Check(body, facility, application.Scopes, Today, work.Faults);
        }

        work.Faults.ThrowIfAny();
    }

    private async Task TakeAsync(Work work, CertificationApplication application, ApplicationStep step)
    {
        step.Place = application.Steps.Count + 1;
        step.By = work.Caller.Id;
        step.RecordedAt = time.RecordedNow();
        var taken = new ApplicationStepTaken { Application = application.Number, Step = step };
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, application.Number, Today, taken), work.Cancel);
        await ApplicationStore.AddAsync(work, entry, application.Number, step);
        application.Take(step);
    }

    private static ClubException Forbidden(CertificationApplication application) =>
        new(ErrorReason.StateForbids, $"The application is {application.State}.");
}
