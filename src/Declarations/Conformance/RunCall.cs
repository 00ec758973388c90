using CrmClub.Contracts.Declarations.V1;
using Google.Protobuf;

namespace CrmClub.Declarations.Conformance;

/// <summary>A call of a run: what the club was sent, and what it answered.</summary>
/// <param name="Place">From 1 on.</param>
/// <param name="Rpc">Its name, without the service.</param>
/// <param name="Request">As sent; each of a batch by itself.</param>
/// <param name="Outcome">In the words of <see cref="ConformanceStep"/>.</param>
/// <param name="Rules">Rules that were broken.</param>
/// <param name="Answer">What was decided; of a lost answer, too.</param>
internal sealed record RunCall(
    int Place, string Rpc, IMessage Request, string Outcome, IReadOnlyList<string> Rules, DeclarationAnswer? Answer)
{
    public const string Accepted = "ACCEPTED";
    public const string Replayed = "REPLAYED";
    public const string Read = "READ";
    public const string More = "MORE";
    public const string Last = "LAST";

    public SubmitDeclarationRequest? Submission => Request as SubmitDeclarationRequest;

    public Declaration Declaration => Submission?.Declaration ?? new Declaration();

    /// <summary>Whether it put a declaration into the run, be it that its answer was lost.</summary>
    public bool IsKept => Answer is not null && Outcome is not (Replayed or Read);
}
