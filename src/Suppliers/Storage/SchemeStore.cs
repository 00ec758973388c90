using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Suppliers.Schemes;
using Npgsql;

namespace CrmClub.Suppliers.Storage;

/// <summary>The annex on certification in one version.</summary>
/// <param name="Entry">The entry that made it.</param>
/// <param name="Document">Its bytes.</param>
/// <param name="From">First day on which it counts; the founding one counts before it, too.</param>
/// <param name="Change">Id of the change that made it; null of the founding one.</param>
internal sealed record StoredScheme(long Entry, byte[] Document, DateOnly From, Guid? Change);

/// <summary>By what facilities are assessed, version by version.</summary>
internal static class SchemeStore
{
    private const string SchemesSql =
        """
        SELECT entry_id, document, coalesce(s.effective_from, j.effective_day), change_id
        FROM scheme s JOIN journal j ON j.id = entry_id ORDER BY s.effective_from NULLS FIRST
        """;

    /// <summary>All of them, oldest first; none before the founding.</summary>
    public static async Task<List<StoredScheme>> AllAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        (await SuppliersReader.ReadAsync(
            connection, SchemesSql, [],
            row => (Document: row.GetFieldValue<byte[]>(1), From: row.GetFieldValue<DateOnly>(2),
                Change: row.IsDBNull(3) ? (Guid?)null : row.GetGuid(3)),
            cancel)).ConvertAll(one => new StoredScheme(
                one.Entry, one.Content.Document, one.Content.From, one.Content.Change));

    /// <summary>The one that counts on a day.</summary>
    public static async Task<StoredScheme> OnAsync(
        NpgsqlConnection connection, DateOnly day, CancellationToken cancel)
    {
        var all = await AllAsync(connection, cancel);
        return all.FindLast(one => one.From <= day) ?? all[0];
    }

    /// <summary>The scheme of a number that an assessment cites.</summary>
    public static async Task<(StoredScheme Stored, AssessmentScheme Scheme)> NumberedAsync(
        NpgsqlConnection connection, int number, CancellationToken cancel) =>
        (await AllAsync(connection, cancel)).Select(one => (one, SchemeDocument.Read(one)))
        .Single(one => one.Item2.Number == number);
}
