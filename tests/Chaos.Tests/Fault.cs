using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests;

/// <summary>Something that befalls a club.</summary>
/// <param name="Name">For instance "postgres killed".</param>
/// <param name="Happen">Lets it happen, and ends when it is over.</param>
public sealed record Fault(string Name, Func<Trouble, CancellationToken, Task> Happen)
{
    public override string ToString() => Name;
}

/// <summary>A club in trouble, and who works with it meanwhile.</summary>
/// <param name="Club">The club.</param>
/// <param name="Load">Customs systems that try again until they are answered.</param>
/// <param name="Once">One that makes each call once.</param>
/// <param name="Random">Decides what is left to chance.</param>
/// <param name="Struck">
/// Called at the moment from which on the club can recover: recovery ends when declarations are answered again.
/// </param>
public sealed record Trouble(ClubUnderTest Club, DeclaringLoad Load, SingleCalls Once, Random Random, Action Struck);
