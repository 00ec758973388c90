using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Storage;
using Npgsql;

namespace CrmClub.Declarations.Controls;

/// <summary>What the profiles said of a revision, as rates are counted from it; only where one hit.</summary>
/// <param name="Declaration">Of the revision.</param>
/// <param name="Revision">Its number.</param>
/// <param name="Administration">Where it was declared.</param>
/// <param name="Month">First day of the month of acceptance.</param>
/// <param name="Recommendation">The highest of its items.</param>
/// <param name="ClubRecommendation">The same by the club's profiles alone.</param>
/// <param name="Profiles">Ids of those that hit, in order, with commas.</param>
internal sealed record ControlScore(
    Guid Declaration, int Revision, string Administration, DateOnly Month, short Recommendation,
    short ClubRecommendation, string Profiles)
{
    /// <summary>Of the table as s, from <see cref="RevisionRows.ColumnCount"/> and one more on.</summary>
    public const string Columns =
        "s.administration, s.month, s.recommendation, s.club_recommendation, array_to_string(s.profiles, ',')";

    private const short Release = (short)ControlRecommendation.Release;

    /// <summary>Null where none hit, and while it is prelodged.</summary>
    public static ControlScore? Of(StoredRevision revision)
    {
        var controls = revision.Decision.Items.Select(item => item.Control).OfType<StoredControl>().ToList();
        if (controls.Count == 0 || revision.State == DeclarationState.Prelodged)
            return null;
        var day = revision.AcceptanceDay;
        return new ControlScore(
            revision.Identity.Id,
            revision.Revision,
            revision.Identity.Administration,
            new DateOnly(day.Year, day.Month, 1),
            (short)controls.Max(control => control.Recommendation),
            Math.Max((short)controls.Max(control => control.ClubRecommendation), Release),
            string.Join(',', controls.SelectMany(control => control.Hits).Select(hit => hit.Profile).Distinct()
                .Order(StringComparer.Ordinal)));
    }

    /// <summary>Reads <see cref="Columns"/> beside a revision; null where it has no row.</summary>
    public static ControlScore? Read(NpgsqlDataReader row, int first, StoredRevision revision) =>
        row.IsDBNull(first) ? null : new(
            revision.Identity.Id, revision.Revision, row.GetString(first), row.GetFieldValue<DateOnly>(first + 1),
            row.GetInt16(first + 2), row.GetInt16(first + 3), row.GetString(first + 4));

    /// <summary>Adds the rows of those that have one.</summary>
    public static void Add(NpgsqlBatch batch, IEnumerable<StoredRevision> revisions)
    {
        var scores = revisions.Select(Of).OfType<ControlScore>().ToArray();
        if (scores.Length == 0)
            return;
        var insert = new NpgsqlBatchCommand(
            """
            INSERT INTO control_score (
              declaration, revision, administration, month, recommendation, club_recommendation, profiles)
            SELECT declaration, revision, administration, month, recommendation, club, string_to_array(profiles, ',')
            FROM unnest($1, $2, $3, $4, $5, $6, $7) AS new (
              declaration, revision, administration, month, recommendation, club, profiles)
            """);
        insert.AddArray(scores.Select(one => one.Declaration));
        insert.AddArray(scores.Select(one => one.Revision));
        insert.AddArray(scores.Select(one => one.Administration));
        insert.AddArray(scores.Select(one => one.Month));
        insert.AddArray(scores.Select(one => one.Recommendation));
        insert.AddArray(scores.Select(one => one.ClubRecommendation));
        insert.AddArray(scores.Select(one => one.Profiles));
        batch.BatchCommands.Add(insert);
    }
}
