using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Adjustments;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using Npgsql;

namespace CrmClub.Declarations.Accounts;

/// <summary>What an amount is in an account.</summary>
internal enum PostingKind : short
{
    /// <summary>Incurred at acceptance; in the month of that day.</summary>
    Decided = 1,

    /// <summary>A later change of it; in the month in which it was decided.</summary>
    Adjusted = 2,

    /// <summary>Reported as collected or settled, or paid back; in the month of the day reported.</summary>
    Collected = 3,

    /// <summary>An adjustment that was dropped, taken back; in the month of that day. An invalidation brings it back,
    /// since nothing is due then.</summary>
    Dropped = 4,
}

/// <summary>An amount in the account of an administration and a month.</summary>
/// <param name="Administration">Its code.</param>
/// <param name="Month">First day.</param>
/// <param name="Currency">Of the administration on that day of acceptance.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Amount">Never nothing when stored.</param>
internal readonly record struct Posting(
    string Administration, DateOnly Month, string Currency, PostingKind Kind, decimal Amount)
{
    /// <summary>What a revision does to the account.</summary>
    /// <param name="former">The revision before; null of the first.</param>
    /// <param name="next">The revision.</param>
    /// <param name="today">Legal day on which it was made.</param>
    public static Posting Of(StoredRevision? former, StoredRevision next, DateOnly today)
    {
        var incurred = former is null or { State: DeclarationState.Prelodged };
        return new Posting(
            next.Identity.Administration,
            // What is not accepted counts nothing, whatever the month.
            MonthOf(incurred && next.State is not DeclarationState.Prelodged ? next.AcceptanceDay : today),
            next.Decision.Currency,
            incurred ? PostingKind.Decided : PostingKind.Adjusted,
            next.DutyThatCounts - (former?.DutyThatCounts ?? 0));
    }

    /// <summary>What was collected.</summary>
    public static IEnumerable<Posting> Of(DeclarationReport report) =>
        report.Report.Collected is not { } collected ? [] : collected.Amounts.Select(one => new Posting(
            report.Administration, MonthOf(Wire.ParseDay(collected.Day)), one.Amount.Currency, PostingKind.Collected,
            Wire.ParseDecimal(one.Amount.Amount)));

    /// <summary>What a step in the life of an adjustment does to the account.</summary>
    /// <param name="report">The step.</param>
    /// <param name="adjustment">Which it is about.</param>
    /// <param name="isInvalidated">Whether the declaration was: nothing is left to take back.</param>
    public static IEnumerable<Posting> Of(AdjustmentReport report, Adjustment adjustment, bool isInvalidated)
    {
        var day = Wire.ParseDay(AdjustmentRules.DayOf(report.Step));
        if (report.Step.Settled is { } settled)
            yield return new Posting(report.Administration, MonthOf(day), settled.Amount.Currency,
                PostingKind.Collected, Wire.ParseDecimal(settled.Amount.Amount));
        if (report.State is AdjustmentState.Dropped && !isInvalidated)
            yield return Dropped(adjustment, day);
    }

    /// <summary>An adjustment taken back.</summary>
    public static Posting Dropped(Adjustment adjustment, DateOnly day) => new(
        adjustment.Administration, MonthOf(day), adjustment.Difference.Currency, PostingKind.Dropped,
        -Wire.ParseDecimal(adjustment.Difference.Amount));

    public static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);
}

/// <summary>Writes postings with the entry that was appended last.</summary>
internal static class PostingWriter
{
    public static void AddPostings(this NpgsqlBatch batch, IEnumerable<Posting> postings)
    {
        var sums = postings
            .GroupBy(one => one with { Amount = 0 }, one => one.Amount)
            .Select(same => same.Key with { Amount = same.Sum() })
            .Where(one => one.Amount != 0).ToArray();
        if (sums.Length == 0)
            return;
        var insert = new NpgsqlBatchCommand(
            $"""
            INSERT INTO posting (administration, month, currency, kind, amount, entry_id)
            SELECT new.*, {JournalWriter.LastEntryIdSql} FROM unnest($1, $2, $3, $4, $5) AS new
            """);
        insert.AddArray(sums.Select(one => one.Administration));
        insert.AddArray(sums.Select(one => one.Month));
        insert.AddArray(sums.Select(one => one.Currency));
        insert.AddArray(sums.Select(one => (short)one.Kind));
        insert.AddArray(sums.Select(one => one.Amount));
        batch.BatchCommands.Add(insert);
    }
}
