using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Submission;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf;

namespace CrmClub.Declarations.Conformance;

/// <summary>
/// Where an applicant's system declares: checked and decided by the rules, tariff and members of the day, with
/// certificates of its own, and remembered by its run alone.
/// </summary>
internal sealed class Sandbox(Runs runs, SubmitDeclaration submit, StandingOfNow standing, TimeProvider time)
{
    public const int CallsMax = 500;

    /// <summary>LRNs that begin so are answered once as if a part were down, overloaded, or the answer lost.</summary>
    private static readonly (string Prefix, ErrorReason Reason, string Message)[] Faults =
    [
        ("RETRY-", ErrorReason.Unavailable, "As if a part were down: try again with the same request_id."),
        ("WAIT-", ErrorReason.Overloaded, "As if it were too much at once: wait as RetryInfo says."),
        ("LOST-", ErrorReason.DeadlineExceeded, "As if the answer were lost: try again with the same request_id."),
    ];

    /// <summary>Whether the caller declares here: its party has not acceded.</summary>
    public static bool IsFor(Caller caller) => SubmitDeclaration.IsApplicant(caller);

    /// <summary>Whether the request needs a run; what is only tried needs none.</summary>
    public static bool Takes(SubmitDeclarationRequest request, Caller caller) => IsFor(caller) && !request.ValidateOnly;

    public Task<DeclarationAnswer> SubmitAsync(
        SubmitDeclarationRequest request, string rpc, Caller caller, CancellationToken cancel) =>
        RunAsync(caller, rpc, request, run => Decide(request, rpc, run, caller, cancel), cancel);

    public async Task<GetDeclarationResponse> GetAsync(
        GetDeclarationRequest request, Caller caller, CancellationToken cancel)
    {
        var response = new GetDeclarationResponse();
        await RunAsync(caller, "GetDeclaration", request, run =>
        {
            var found = Kept(run).LastOrDefault(
                call => call.Answer!.Mrn == request.Mrn && request.Revision is 0 or 1) ?? throw new ClubException(
                    ErrorReason.NotFound, "There is no such declaration, or none that the caller may see.");
            response.Declaration = found.Declaration;
            response.Answer = found.Answer;
            response.Revisions.Add(found.Answer);
            return new Made(RunCall.Read, found.Answer, null);
        }, cancel);
        return response;
    }

    public async Task<ListDeclarationsResponse> ListAsync(
        ListDeclarationsRequest request, Caller caller, CancellationToken cancel)
    {
        var response = new ListDeclarationsResponse();
        await RunAsync(caller, "ListDeclarations", request, run =>
        {
            var faults = new Violations();
            var page = Page.Read(request, faults);
            faults.ThrowIfAny();
            var read = Kept(run).Reverse()
                .Where(call => page.After is null || call.Place < int.Parse(page.After))
                .Take(page.Size + 1).ToList();
            var (calls, next) = page.Cut(read, call => $"{call.Place}");
            response.Declarations.Add(calls.Select(call => call.Answer));
            response.NextPageToken = next;
            return new Made(next.Length > 0 ? RunCall.More : RunCall.Last, null, null);
        }, cancel);
        return response;
    }

    private async Task<DeclarationAnswer> RunAsync(
        Caller caller, string rpc, IMessage request, Func<OpenRun, Made> work, CancellationToken cancel)
    {
        var made = await runs.WithNewestAsync(caller.ClientId, async run =>
        {
            if (run.Calls.Count >= CallsMax)
                throw new ClubException(
                    ErrorReason.StateForbids, $"A run has at most {CallsMax} calls: start another.");
            Made one;
            try
            {
                one = work(run);
            }
            catch (ClubException refusal)
            {
                one = new Made("", null, refusal);
            }

            var outcome = one.Refusal is { } why ? ErrorCodes.NameOf(why.Reason) : one.Outcome;
            var rules = one.Refusal?.Violations.Select(violation => violation.Rule).ToList() ?? [];
            await runs.AddAsync(run, new RunCall(
                run.Calls.Count + 1, rpc, request, outcome, rules, one.Answer), cancel);
            return one;
        }, cancel);
        return made.Refusal is null ? made.Answer ?? new DeclarationAnswer() : throw made.Refusal;
    }

    private Made Decide(
        SubmitDeclarationRequest request, string rpc, OpenRun run, Caller caller, CancellationToken cancel)
    {
        var now = standing.Take();
        now = now with { Certificates = TestCertificates.View };
        var pending = submit.Check(request, caller, now, cancel);
        if (Repeated(request, run) is { } first)
        {
            var again = first.Answer!.Clone();
            again.Replayed = true;
            return new Made(RunCall.Replayed, again, null);
        }

        var fault = Faults.FirstOrDefault(known => request.Declaration.Lrn.StartsWith(known.Prefix)
            && run.Calls.All(call => call.Submission?.RequestId != request.RequestId));
        var answer = Answers.Full(pending.FirstRevision(Now), now);
        return fault.Message is null
            ? new Made(RunCall.Accepted, answer, null)
            : new Made("", fault.Reason == ErrorReason.DeadlineExceeded ? answer : null,
                new ClubException(fault.Reason, fault.Message));
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private static RunCall? Repeated(SubmitDeclarationRequest request, OpenRun run)
    {
        var byRequest = Kept(run).FirstOrDefault(call => call.Submission!.RequestId == request.RequestId);
        if (byRequest is not null && !byRequest.Declaration.Equals(request.Declaration))
            throw new ClubException(ErrorReason.RequestIdReused,
                "The request_id was used before with other content. Make a new one for a new request.");
        var byLrn = Kept(run).FirstOrDefault(call => call.Declaration.Lrn == request.Declaration.Lrn
            && call.Declaration.Declarant == request.Declaration.Declarant);
        if (byLrn is not null && !byLrn.Declaration.Equals(request.Declaration))
            throw new ClubException(ErrorReason.LrnReused,
                "The LRN was used before by this declarant with other content. Choose another LRN.");
        return byRequest ?? byLrn;
    }

    private static IEnumerable<RunCall> Kept(OpenRun run) => run.Calls.Where(call => call.IsKept);

    private sealed record Made(string Outcome, DeclarationAnswer? Answer, ClubException? Refusal);
}
