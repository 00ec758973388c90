using CrmClub.Contracts.Declarations.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Parts;

/// <summary>
/// What Declarations stands on, asked for by one page for all that are shown within two seconds: it stands under every
/// page of the secretariat, and is the same to all of its people.
/// </summary>
internal sealed class KeptStanding(TimeProvider time)
{
    private static readonly TimeSpan KeptMax = TimeSpan.FromSeconds(2);

    private Kept? _kept;

    /// <summary>The answer, and how long ago it was given.</summary>
    public async Task<(Answer<GetServiceInfoResponse> Answer, TimeSpan Age)> GetAsync(
        Func<Task<Answer<GetServiceInfoResponse>>> ask)
    {
        if (_kept is { } kept && time.GetElapsedTime(kept.At) is var age && age < KeptMax)
            return (kept.Answer, age);
        var at = time.GetTimestamp();
        var answer = await ask();
        // That there was none is asked again.
        if (answer.Value is not null)
            _kept = new Kept(answer, at);
        return (answer, TimeSpan.Zero);
    }

    private sealed record Kept(Answer<GetServiceInfoResponse> Answer, long At);
}
