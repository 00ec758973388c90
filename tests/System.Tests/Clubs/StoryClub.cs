using CrmClub.System.Tests.Accession;
using CrmClub.System.Tests.Grievances;
using CrmClub.System.Tests.Proposals;
using CrmClub.System.Tests.Quotas;
using CrmClub.Testing.Clubs;
using Xunit.Sdk;
using Xunit.v3;

namespace CrmClub.System.Tests.Clubs;

/// <summary>A club whose clock is moved through one story after the other.</summary>
[CollectionDefinition, TestClassOrderer<Chapters>]
public sealed class StoryClub : ICollectionFixture<StoryClub>, IAsyncLifetime
{
    public ClubUnderTest Club { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Club = await ClubUnderTest.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Club.DisposeAsync();
}

/// <summary>The stories in order: a quota's comes first, since a day that is closed takes no request.</summary>
public sealed class Chapters : ITestClassOrderer
{
    private static readonly string[] InOrder =
        [
            typeof(QuotaStoryTests).FullName!, typeof(ProposalStoryTests).FullName!,
            typeof(AccessionStoryTests).FullName!, typeof(GrievanceStoryTests).FullName!,
        ];

    public IReadOnlyCollection<T?> OrderTestClasses<T>(IReadOnlyCollection<T?> testClasses)
        where T : notnull, ITestClass =>
        [.. testClasses.OrderBy(one => Array.IndexOf(InOrder, one?.TestClassName))];
}
