using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Conformance;
using CrmClub.Declarations.Reading;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Refusal = CrmClub.Contracts.Declarations.V1.Refusal;

namespace CrmClub.Declarations.Submission;

/// <summary>Takes many declarations, each with its own outcome.</summary>
internal sealed class SubmitMany(SubmitDeclaration submit, Sandbox sandbox, StandingOfNow standing)
{
    public const int RequestsMax = 100;

    /// <exception cref="ClubException">There is none, or there are too many.</exception>
    public async Task<IReadOnlyList<SubmitDeclarationResult>> HandleAsync(
        IReadOnlyCollection<SubmitDeclarationRequest> requests, Caller caller, CancellationToken cancel)
    {
        if (!Sandbox.IsFor(caller))
            return await Task.WhenAll(requests.Select(request => ResultAsync(request, caller, cancel)));
        // A run takes one after the other.
        var results = new List<SubmitDeclarationResult>();
        foreach (var request in requests)
            results.Add(await ResultAsync(request, caller, cancel));
        return results;
    }

    /// <summary>Goods items of them all.</summary>
    /// <exception cref="ClubException">There is no request, or there are too many.</exception>
    public static int Count(IReadOnlyCollection<SubmitDeclarationRequest> requests)
    {
        if (requests.Count is 0 or > RequestsMax)
        {
            var faults = new Violations();
            faults.Add("requests", "", "REQUEST_COUNT", $"{requests.Count} requests", $"1 to {RequestsMax}",
                "A call has at least one request and not too many.");
            faults.ThrowIfAny();
        }

        return requests.Sum(request => request.Declaration?.Items.Count ?? 0);
    }

    /// <summary>One of many: without derivation, so that a hundred fit a message; its refusal is its own.</summary>
    private async Task<SubmitDeclarationResult> ResultAsync(
        SubmitDeclarationRequest request, Caller caller, CancellationToken cancel)
    {
        try
        {
            if (Sandbox.Takes(request, caller))
                return new()
                {
                    Answer = await sandbox.SubmitAsync(request, "SubmitDeclarations", caller, cancel),
                };
            var submitted = await submit.HandleAsync(request, caller, cancel);
            return new SubmitDeclarationResult
            {
                Answer = Answers.Brief(submitted.Revision, standing.Take(), submitted.Replayed, seesLocal: true),
            };
        }
        catch (ClubException refusal)
        {
            return new SubmitDeclarationResult
            {
                Refusal = new Refusal
                {
                    Reason = ErrorCodes.NameOf(refusal.Reason),
                    Message = refusal.Message,
                    Violations = { refusal.Violations },
                },
            };
        }
    }
}
