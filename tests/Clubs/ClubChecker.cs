using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using Dapper;

namespace CrmClub.Testing.Clubs;

/// <summary>What was found after faults.</summary>
/// <param name="Sent">Declarations that a client sent.</param>
/// <param name="Answered">Of these, answered.</param>
/// <param name="Stored">Of those sent, stored.</param>
/// <param name="Twice">Of these, stored more than once.</param>
/// <param name="Lost">Answered and not stored.</param>
/// <param name="Faults">What is not as it must be, as sentences.</param>
public sealed record Findings(
    int Sent, int Answered, int Stored, int Twice, int Lost, IReadOnlyList<string> Faults);

/// <summary>
/// Holds what clients were told against what the club keeps, when the faults are over: every answer stands for exactly
/// one declaration with that number and that duty, nothing is stored by half, nothing waits to be published or copied,
/// the sums agree, every decision comes out the same again, and the records are whole.
/// </summary>
public sealed class ClubChecker(ClubUnderTest club)
{
    private static readonly string[] Services = ["membership", "tariffs", "suppliers", "declarations"];
    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Nothing is stored by half, every decision comes out the same again, and the records are whole.
    /// </summary>
    /// <returns>What is not so, as sentences.</returns>
    public async Task<IReadOnlyList<string>> AuditAsync(CancellationToken cancel)
    {
        List<string> faults = [.. await HalvesAsync(), .. await RecomputedAsync(cancel)];
        foreach (var service in Services) faults.AddRange(await AuditedAsync(service, cancel));
        return faults;
    }

    /// <summary>Checks the club against the files of clients.</summary>
    public async Task<Findings> CheckAsync(IReadOnlyCollection<string> journalFiles, CancellationToken cancel)
    {
        var faults = new List<string>();
        await UntilSettledAsync(cancel);
        var stored = await StoredAsync(cancel);
        var records = journalFiles.Select(ClientJournal.Read).ToList();
        var kept = records.SelectMany(record => record.Sent).ToLookup(one => stored[one].Count());
        faults.AddRange(kept.Where(times => times.Key > 1)
            .SelectMany(times => times.Select(one => $"{one}: stored {times.Key} times")));
        faults.AddRange(records.SelectMany(record => Compare(record, stored)));
        faults.AddRange(await AuditAsync(cancel));
        return new Findings(
            records.Sum(record => record.Sent.Count),
            records.Sum(record => record.Acknowledged.Count),
            kept.Where(times => times.Key > 0).Sum(times => times.Count()),
            kept.Where(times => times.Key > 1).Sum(times => times.Count()),
            records.Sum(record => record.Acknowledged.Count(told => !stored[told.Key].Any())),
            faults);
    }

    /// <summary>Waits until every entry is sealed, published and in every copy.</summary>
    public Task UntilSettledAsync(CancellationToken cancel) => Eventually.HoldsAsync(
        "journals are published and copied", () => IsSettledAsync(cancel), SettledWithin, cancel);

    private static IEnumerable<string> Compare(
        ClientRecord record, ILookup<(string Administration, string Lrn), Acknowledgement> stored)
    {
        foreach (var told in record.Acknowledged)
        {
            var kept = stored[told.Key].ToList();
            if (told.Distinct().Count() > 1)
                yield return $"{told.Key}: answered in two ways: {string.Join(", ", told)}";
            if (kept.Count == 0) yield return $"{told.Key}: answered and lost";
            else if (kept[0] != told.First()) yield return $"{told.Key}: told {told.First()}, kept {kept[0]}";
        }

        var sums = (Told: record.Acknowledged.Sum(told => told.First().Duty),
            Kept: record.Acknowledged.Sum(told => stored[told.Key].Sum(kept => kept.Duty)));
        if (sums.Told != sums.Kept) yield return $"sum of duties told {sums.Told}, kept {sums.Kept}";
    }

    /// <summary>The newest revision of each declaration, through the door, by administration and LRN.</summary>
    private async Task<ILookup<(string Administration, string Lrn), Acknowledgement>> StoredAsync(
        CancellationToken cancel)
    {
        var all = new List<((string, string) Key, Acknowledgement Kept)>();
        foreach (var (system, administration) in ClubUnderTest.CustomsSystems)
        {
            using var customs = club.SignedInAs(system);
            var token = "";
            do
            {
                var page = await customs.CallAsync(options => customs.Declarations.ListDeclarationsAsync(
                    new ListDeclarationsRequest { PageSize = 500, PageToken = token }, options), cancel: cancel);
                all.AddRange(page.Declarations.Select(one => ((administration, one.Lrn), new Acknowledgement(
                    one.Mrn, decimal.Parse(one.Duty.Amount, CultureInfo.InvariantCulture)))));
                token = page.NextPageToken;
            }
            while (token.Length > 0);
        }

        return all.ToLookup(one => one.Key, one => one.Kept);
    }

    private async Task<IEnumerable<string>> HalvesAsync()
    {
        await using var database = club.Database("declarations");
        await using var connection = await database.OpenConnectionAsync();
        return (await connection.QueryAsync<string>(
            """
            SELECT d.lrn || ': no revision' FROM declaration d
            WHERE NOT EXISTS (SELECT FROM revision r WHERE r.declaration = d.id AND r.revision = 1)
            UNION ALL
            SELECT r.declaration || ': a revision of nothing' FROM revision r
            WHERE NOT EXISTS (SELECT FROM declaration d WHERE d.id = r.declaration)
            UNION ALL
            SELECT producer || ' ' || seq || ': parked: ' || reason FROM parked
            """)).ToList();
    }

    private async Task<IEnumerable<string>> RecomputedAsync(CancellationToken cancel)
    {
        using var auditor = club.SignedInAs("auditor");
        var last = new RecomputeDeclarationsResponse();
        await foreach (var progress in auditor.StreamAsync(options =>
            auditor.Declarations.RecomputeDeclarations(new RecomputeDeclarationsRequest(), options), cancel))
            last = progress;
        return last is { Done: true, Different: 0 } ? [] : [$"recomputed: {last}"];
    }

    private async Task<IEnumerable<string>> AuditedAsync(string service, CancellationToken cancel)
    {
        using var auditor = club.SignedInAs("auditor");
        var faults = new List<string>();
        var stream = auditor.StreamAsync(options =>
        {
            options.Headers!.Add("crmclub-service", service);
            return auditor.Audit.VerifyAudit(new VerifyAuditRequest(), options);
        }, cancel);
        await foreach (var answer in stream)
            faults.AddRange((answer.Result?.Faults ?? []).Select(fault => $"{service}: {fault}"));
        return faults;
    }

    /// <summary>Whether every entry is sealed, confirmed by the broker, and in every copy.</summary>
    private async Task<bool> IsSettledAsync(CancellationToken cancel)
    {
        var newest = new Dictionary<string, long>();
        var copied = new List<(string Producer, long Seq)>();
        foreach (var service in Services)
        {
            await using var database = club.Database(service);
            await using var connection = await database.OpenConnectionAsync(cancel);
            var (waiting, confirmed, last) = await connection.QuerySingleAsync<(long, long, long)>(
                """
                SELECT (SELECT count(*) FROM unsealed), (SELECT seq FROM published),
                       (SELECT coalesce(max(seq), 0) FROM sealed)
                """);
            if (waiting > 0 || confirmed < last) return false;
            newest[service] = last;
            copied.AddRange(await connection.QueryAsync<(string, long)>("SELECT producer, seq FROM copy_cursor"));
        }

        return copied.TrueForAll(copy => copy.Seq == newest[copy.Producer]);
    }
}
