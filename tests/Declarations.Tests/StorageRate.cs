using System.Diagnostics;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.Declarations.Submission;
using Google.Protobuf;

namespace CrmClub.Declarations.Tests;

/// <summary>Declarations stored in groups beside one transaction for each, in pairs on the same machine.</summary>
public sealed class StorageRate(Servers servers, ITestOutputHelper output)
{
    private const int Pairs = 5;
    private const int Connections = 16;

    [Fact(Explicit = true)]
    public async Task Store_InGroups_BesideOneTransactionEach()
    {
        await using var service = await TestService.FoundAsync(servers.Postgres);
        await RateAsync(service, 2, 500, 4);
        await RateAsync(service, Connections, 1, 60);
        var ratios = new List<double>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            var grouped = await RateAsync(service, 2, SubmissionBatcher.GroupDeclarationsMax, 10);
            var single = await RateAsync(service, Connections, 1, 200);
            ratios.Add(grouped / single);
            output.WriteLine($"groups {grouped:N0}/s, single {single:N0}/s, ratio {grouped / single:0.0}");
        }

        output.WriteLine($"median ratio {ratios.Order().ElementAt(Pairs / 2):0.0}");
        Assert.True(ratios.Order().ElementAt(Pairs / 2) > 1);
    }

    private static async Task<double> RateAsync(TestService service, int writers, int size, int groups)
    {
        var work = Enumerable.Range(0, writers).Select(_ => Enumerable.Range(0, groups)
            .Select(_ => Enumerable.Range(0, size).Select(_ => Pending(service)).ToArray()).ToArray()).ToArray();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(work.Select(mine => Task.Run(async () =>
        {
            foreach (var group in mine)
                Assert.Empty(await service.StoreAsync(group));
        })));
        return writers * groups * size / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static PendingDeclaration Pending(TestService service)
    {
        var declaration = World.Dysprosium("DE", $"{Guid.NewGuid():N}"[..22], "254", "76200.00");
        var now = service.Standing.Take();
        var document = declaration.ToByteArray();
        var day = new DateOnly(2027, 3, 8);
        return new PendingDeclaration(
            new Identity(Guid.CreateVersion7(), MrnFactory.Build("DE", day), MrnIssuer.Club, "DE",
                declaration.Declarant, declaration.Lrn, World.GermanSystem, Guid.NewGuid(), day,
                PendingDeclaration.HashOf(document)),
            declaration, document, default)
        {
            Decided = Assessor.Decide(declaration, Basis.OfNow(now, declaration)),
            CertificateChange = now.Certificates.Change,
        };
    }
}
