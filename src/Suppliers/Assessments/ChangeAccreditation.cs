using System.Text.Json;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Schemes;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Assessments;

/// <summary>Bodies, assessors and the scheme change under four eyes, from a day on.</summary>
internal sealed class ChangeAccreditation(Mutations mutations, ClubTime time)
{
    private const string Scheme = "scheme";
    private const int SchemeBytesMax = 200_000;

    private DateOnly Today => time.Today(ChangeRules.ClubZone);

    public Task<PrepareAccreditationChangeResponse> RunAsync(
        PrepareAccreditationChangeRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => PrepareAsync(request, work), cancel);

    public Task<ApproveAccreditationChangeResponse> RunAsync(
        ApproveAccreditationChangeRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => ApproveAsync(request, work), cancel);

    private async Task<PrepareAccreditationChangeResponse> PrepareAsync(
        PrepareAccreditationChangeRequest request, Work work)
    {
        var change = request.Change?.Clone() ?? new AccreditationChange();
        var from = work.Faults.Day("change.effective_from", "", change.EffectiveFrom);
        work.Faults.Text("change.reason", "", change.Reason, ChangeRules.ReasonLengthMax);
        if (new[] { change.Body is not null, change.Assessor is not null, change.Scheme.Length > 0 }
            .Count(given => given) != 1)
        {
            work.Faults.Add(
                "change", "", "ONE_SUBJECT", "", "a body, an assessor or a scheme", "It has to say what changes.");
        }
        else if (change.Body is { } body)
        {
            await CheckAsync(body, work);
        }
        else if (change.Assessor is { } assessor)
        {
            await CheckAsync(assessor, work);
        }
        else
        {
            await CheckAsync(change, from, work);
        }

        work.Faults.ThrowIfAny();
        (change.Id, change.Author, change.Approver) = (Guid.CreateVersion7().ToString("D"), work.Caller.Id, "");
        await NumberAsync(change, work);
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(
                work.Caller.Id, Subject(change), from, new AccreditationChangePrepared { Change = change }),
            work.Cancel);
        await AccreditationStore.AddAsync(work, entry, change);
        return new PrepareAccreditationChangeResponse { Change = change };
    }

    private async Task<ApproveAccreditationChangeResponse> ApproveAsync(
        ApproveAccreditationChangeRequest request, Work work)
    {
        if (!Guid.TryParseExact(request.ChangeId, "D", out var id))
            work.Faults.Add("change_id", "", "UUID", request.ChangeId, "id of a prepared change", "It is no UUID.");
        work.Faults.ThrowIfAny();
        var connection = work.Transaction.Connection!;
        var change = (await AccreditationStore.ChangesAsync(connection, id, work.Cancel)).SingleOrDefault().Content
            ?? throw new ClubException(ErrorReason.NotFound, "There is no such change.");
        if (change.Author == work.Caller.Id)
            throw new ClubException(ErrorReason.FourEyes, "Who prepared a change may not approve it.");

        await work.LockAsync($"accreditation {Subject(change)}");
        if ((await AccreditationStore.ApprovalsAsync(connection, id, work.Cancel)).Count > 0)
            throw new ClubException(ErrorReason.StateForbids, "The change was approved before.");
        var prepared = change.Clone();
        await NumberAsync(change, work);
        if (!change.Equals(prepared) || (change.Scheme.Length > 0 && !await FollowsAsync(change, work)))
        {
            throw new ClubException(
                ErrorReason.ConcurrentChange, $"{Subject(change)} changed after this change had been prepared.");
        }

        // Approval is the publication: no assessment of a day that has passed gets another scheme.
        if (change.Scheme.Length > 0 && ChangeRules.Day(change.EffectiveFrom) < Today)
            change.EffectiveFrom = ChangeRules.Day(Today);
        change.Approver = work.Caller.Id;
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(
                work.Caller.Id, Subject(change), ChangeRules.Day(change.EffectiveFrom),
                new AccreditationChanged { Change = change }),
            work.Cancel);
        await AccreditationStore.ApproveAsync(work, entry, change);
        return new ApproveAccreditationChangeResponse { Change = change };
    }

    private static string Subject(AccreditationChange change) =>
        change.Body?.Number ?? change.Assessor?.Number ?? Scheme;

    // The version that it makes, so that of two prepared at once one is refused.
    private static async Task NumberAsync(AccreditationChange change, Work work)
    {
        var connection = work.Transaction.Connection!;
        if (change.Body is { } body)
        {
            var newest = (await AccreditationStore.BodiesAsync(connection, null, work.Cancel))
                .Single(one => one.Number == body.Number);
            (body.Version, body.EffectiveFrom) = (Math.Max(newest.Version, 1) + 1, change.EffectiveFrom);
        }
        else if (change.Assessor is { } assessor)
        {
            var newest = (await AccreditationStore.AssessorsAsync(connection, null, work.Cancel))
                .Single(one => one.Number == assessor.Number);
            (assessor.Version, assessor.EffectiveFrom) = (Math.Max(newest.Version, 1) + 1, change.EffectiveFrom);
        }
    }

    private static async Task CheckAsync(AccreditedBody body, Work work)
    {
        var known = await AccreditationStore.BodiesAsync(work.Transaction.Connection!, null, work.Cancel);
        if (!known.Exists(one => one.Number == body.Number))
        {
            work.Faults.Add(
                "change.body.number", "", "BODY", body.Number, "number of an accredited body",
                "There is no such body.");
        }

        await RegisterBody.CheckAsync(work, "change.body", body);
    }

    private static async Task CheckAsync(AccreditedAssessor assessor, Work work)
    {
        var known = (await AccreditationStore.AssessorsAsync(work.Transaction.Connection!, null, work.Cancel))
            .Find(one => one.Number == assessor.Number);
        if (known is null)
        {
            work.Faults.Add(
                "change.assessor.number", "", "ASSESSOR", assessor.Number, "number of an accredited assessor",
                "There is no such assessor.");
        }
        else if ((known.Body, known.Subject) != (assessor.Body, assessor.Subject))
        {
            work.Faults.Add(
                "change.assessor", "", "SAME_ACCOUNT", $"{assessor.Body} {assessor.Subject}",
                $"{known.Body} {known.Subject}", "Whoever goes to another body is another assessor.");
        }

        await AccreditationRules.CheckAsync(
            work, "change.assessor", assessor.Stages, assessor.ValidFrom, assessor.ValidTo, assessor.Ties);
    }

    private async Task CheckAsync(AccreditationChange change, DateOnly? from, Work work)
    {
        if (from < Today)
        {
            work.Faults.Add(
                "change.effective_from", "", "BACKDATED_SCHEME", change.EffectiveFrom, "today or later",
                "Assessments of earlier days keep their scheme.");
        }

        var fault = change.Scheme.Length > SchemeBytesMax ? $"It has more than {SchemeBytesMax} bytes." : null;
        try
        {
            if (fault is null && !await FollowsAsync(change, work))
                fault = "It is not the next number, or begins before the one that it follows.";
        }
        catch (Exception broken) when (broken is JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException or ArgumentException)
        {
            fault = "It is no such document.";
        }

        if (fault is not null)
        {
            work.Faults.Add(
                "change.scheme", "", "SCHEME", "", "the next scheme in the form of the founding one", fault);
        }
    }

    private static async Task<bool> FollowsAsync(AccreditationChange change, Work work)
    {
        var newest = (await SchemeStore.AllAsync(work.Transaction.Connection!, work.Cancel))[^1];
        var next = SchemeDocument.Checked(change.Scheme.ToByteArray());
        return next.Number == SchemeDocument.Read(newest).Number + 1
            && string.CompareOrdinal(change.EffectiveFrom, ChangeRules.Day(newest.From)) > 0;
    }
}
