using System.Diagnostics;
using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests;

/// <summary>Something that befalls a club.</summary>
/// <param name="Name">For instance "postgres killed".</param>
/// <param name="Happen">Lets it happen, calls <c>struck</c> at that moment, and ends when it is over.</param>
public sealed record Fault(string Name, Func<ClubUnderTest, Random, Action, CancellationToken, Task> Happen)
{
    /// <summary>Lets it happen.</summary>
    /// <returns>A watch that runs since it struck; recovery ends when declarations are answered again.</returns>
    public async Task<Stopwatch> HappenAsync(ClubUnderTest club, Random random, CancellationToken cancel)
    {
        var watch = new Stopwatch();
        await Happen(club, random, watch.Start, cancel);
        return watch;
    }

    public override string ToString() => Name;
}
