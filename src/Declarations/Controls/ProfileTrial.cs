using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using Npgsql;

namespace CrmClub.Declarations.Controls;

/// <summary>
/// Says what a profile would have done to declarations of days past, beside those that are in force now: read page by
/// page along the index, so that memory stays bounded, and no more than a limit.
/// </summary>
internal sealed class ProfileTrial(NpgsqlDataSource database, StandingOfNow standing)
{
    public const int DaysMax = 31;

    private const int DeclarationsMax = 10_000;
    private const int PageDeclarations = 500;
    private const int Scores = 11;
    private const int ScoreStep = 10;

    /// <summary>The days asked for; every broken rule is added.</summary>
    public static (DateOnly From, DateOnly To) Days(TryRiskProfileRequest request, Violations faults)
    {
        var from = faults.Day("from_day", "", request.FromDay);
        var to = faults.Day("to_day", "", request.ToDay);
        if (from is null || to is null)
            return default;
        if (to <= from || to.Value.DayNumber - from.Value.DayNumber > DaysMax)
            faults.Add("to_day", "", "PERIOD", request.ToDay, $"1 to {DaysMax} days after from_day",
                "The period is empty or too long.");
        return (from.Value, to.Value);
    }

    /// <param name="candidate">The version that is tried.</param>
    /// <param name="days">Days of acceptance, the last one left out.</param>
    /// <param name="administration">Whose declarations alone; empty for all.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<RiskTrial> RunAsync(
        RiskProfile candidate, (DateOnly From, DateOnly To) days, string administration, CancellationToken cancel)
    {
        var now = standing.Take();
        var trial = new RiskTrial { From = Wire.Day(days.From), To = Wire.Day(days.To) };
        trial.Scores.AddRange(new long[Scores]);
        var after = (days.From, Guid.Empty);
        while (await PageAsync(administration, after, days.To, cancel) is { Count: > 0 } page)
        {
            var hit = new List<Guid>();
            foreach (var stored in page.TakeWhile(_ => !IsCut(trial)))
            {
                if (Add(trial, candidate, stored, now))
                    hit.Add(stored.Identity.Id);
            }

            await AddResultsAsync(trial, hit, cancel);
            if (trial.Cut)
                break;
            after = (page[^1].Identity.AcceptanceDay, page[^1].Identity.Id);
        }

        return trial;
    }

    private static bool IsCut(RiskTrial trial) => trial.Cut = trial.Declarations == DeclarationsMax;

    /// <summary>Whether the profile hits the declaration.</summary>
    private static bool Add(RiskTrial trial, RiskProfile candidate, StoredRevision stored, Standing now)
    {
        trial.Declarations++;
        if (stored.Decision.Invalidated)
            return false;
        var basis = Basis.Cited(now, stored);
        var (before, after, hits) = (ControlRecommendation.Release, ControlRecommendation.Release, 0);
        foreach (var (item, decided) in Assessor.ConsignmentsOf(stored.Declaration, basis).Zip(stored.Decision.Items))
        {
            var facts = new ItemFacts(stored.Declaration, item, basis, decided);
            var inForce = new List<RiskProfile>();
            foreach (var profile in now.Profiles.Current.For(stored.Identity.Administration))
            {
                if (RiskRules.Hits(profile, ref facts))
                    inForce.Add(profile);
            }

            var tried = inForce.FindAll(profile => profile.Id != candidate.Id);
            if (RiskRules.Hits(candidate, ref facts))
            {
                tried.Add(candidate);
                hits++;
            }

            before = Higher(before, Scoring.Recommend(inForce));
            after = Higher(after, Scoring.Recommend(tried));
            trial.Scores[Math.Min(tried.Sum(profile => profile.Points) / ScoreStep, Scores - 1)]++;
            trial.Items++;
        }

        trial.Hits += hits;
        trial.Changed += before != after ? 1 : 0;
        trial.Held += hits > 0 && candidate.Holds ? 1 : 0;
        return hits > 0;
    }

    private static ControlRecommendation Higher(ControlRecommendation one, ControlRecommendation other) =>
        one > other ? one : other;

    private async Task AddResultsAsync(RiskTrial trial, List<Guid> hit, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"SELECT {StoredReport.Columns} FROM report r WHERE r.declaration = ANY ($1) ORDER BY r.number");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. hit] });
        var newest = new Dictionary<Guid, ControlOutcome>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var report = StoredReport.Read(rows);
            if (report.Report.Report.ControlResult is { } result)
                newest[report.Declaration] = result.Outcome;
        }

        trial.Confirmed += newest.Values.Count(outcome => outcome == ControlOutcome.Discrepancy);
        trial.Unconfirmed += newest.Values.Count(outcome => outcome == ControlOutcome.Satisfactory);
    }

    private async Task<List<StoredRevision>> PageAsync(
        string administration, (DateOnly Day, Guid Id) after, DateOnly to, CancellationToken cancel)
    {
        var own = administration.Length == 0 ? "" : "d.administration = $5 AND";
        await using var command = database.CreateCommand(
            $"""
            SELECT {RevisionRows.Columns}
            FROM (
              SELECT * FROM declaration d
              WHERE {own} d.acceptance_day < $3 AND (d.acceptance_day, d.id) > ($1, $2)
              ORDER BY d.acceptance_day, d.id LIMIT $4) AS d
            JOIN LATERAL (
              SELECT * FROM revision WHERE declaration = d.id ORDER BY revision DESC LIMIT 1) r ON true
            ORDER BY d.acceptance_day, d.id
            """);
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = after.Day });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after.Id });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = to });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageDeclarations });
        if (administration.Length > 0)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = administration });
        return await RevisionRows.ReadAllAsync(command, cancel);
    }
}
