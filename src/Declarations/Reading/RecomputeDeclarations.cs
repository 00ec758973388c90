using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using Npgsql;

namespace CrmClub.Declarations.Reading;

/// <summary>Decides every stored revision again from what it cites, and compares.</summary>
internal sealed class RecomputeDeclarations(NpgsqlDataSource database, StandingOfNow standing, TimeProvider time)
{
    private const int PageRevisions = 500;
    private const int DifferingMax = 100;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Progress about every second, and the result.</summary>
    public async IAsyncEnumerable<RecomputeDeclarationsResponse> HandleAsync(
        [EnumeratorCancellation] CancellationToken cancel)
    {
        var result = new RecomputeDeclarationsResponse();
        var told = time.GetTimestamp();
        var (declaration, revision) = (Guid.Empty, 0);
        while (await PageAsync(declaration, revision, cancel) is { Count: > 0 } page)
        {
            var now = standing.Take();
            foreach (var stored in page)
            {
                result.Checked++;
                if (IsSame(stored, now))
                    continue;
                result.Different++;
                if (result.Differing.Count < DifferingMax)
                    result.Differing.Add($"{stored.Identity.Mrn}/{stored.Revision}");
            }

            (declaration, revision) = (page[^1].Identity.Id, page[^1].Revision);
            if (time.GetElapsedTime(told) >= Pace)
            {
                yield return result.Clone();
                told = time.GetTimestamp();
            }
        }

        result.Done = true;
        yield return result;
    }

    /// <summary>Whatever can't be read or decided any more is a difference, too: somebody changed it.</summary>
    private static bool IsSame(StoredRevision stored, Standing now)
    {
        try
        {
            var basis = Basis.Cited(now, stored);
            return Assessor.Decide(stored.Declaration, basis).Decision.Equals(stored.Decision);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return false;
        }
    }

    private async Task<List<StoredRevision>> PageAsync(Guid declaration, int revision, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT {RevisionRows.Columns} FROM revision r JOIN declaration d ON d.id = r.declaration
            WHERE (r.declaration, r.revision) > ($1, $2) ORDER BY r.declaration, r.revision LIMIT $3
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = declaration });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = revision });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageRevisions });
        return await RevisionRows.ReadAllAsync(command, cancel);
    }
}
