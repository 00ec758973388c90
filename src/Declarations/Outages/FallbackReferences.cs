using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Engine;
using Npgsql;

namespace CrmClub.Declarations.Outages;

/// <summary>Document 9CRF of a declaration, where it stands.</summary>
internal readonly record struct FallbackDocument(string Path, string Reference);

/// <summary>
/// Fallback references: of an administration each stands for one declaration, so that what was declared on paper is
/// not decided twice under two numbers.
/// </summary>
internal static class FallbackReferences
{
    private const string Table = "fallback_reference";

    public static IReadOnlyList<FallbackDocument> Of(Declaration declaration) =>
    [
        .. declaration.Items.SelectMany((item, at) => item.Documents.Index()
            .Where(one => one.Item.Code == DocumentCodes.Fallback)
            .Select(one => new FallbackDocument($"items[{at}].documents[{one.Index}]", one.Item.Reference))),
    ];

    /// <summary>Which of an administration's references stand for another declaration than that one.</summary>
    public static async Task<HashSet<string>> TakenAsync(
        NpgsqlDataSource database, Declaration declaration, IEnumerable<FallbackDocument> carried,
        CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT f.reference FROM fallback_reference f JOIN declaration d ON d.id = f.declaration
            WHERE f.administration = $1 AND f.reference = ANY ($4) AND (d.declarant, d.lrn) <> ($2, $3)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = declaration.Administration });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = declaration.Declarant });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = declaration.Lrn });
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. carried.Select(one => one.Reference)],
        });
        var taken = new HashSet<string>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            taken.Add(rows.GetString(0));
        return taken;
    }

    /// <summary>Takes them for the declarations that carry them; <see cref="IsTaken"/> where another has one.</summary>
    public static void AddFallbackReferences(
        this NpgsqlBatch batch, IEnumerable<(Identity Identity, Declaration Declaration)> declarations)
    {
        // In order, so that two groups wait for each other and don't lock up.
        var carried = declarations.SelectMany(one => Of(one.Declaration)
                .Select(document => (one.Identity.Administration, document.Reference, one.Identity.Id)))
            .Distinct().Order().ToArray();
        if (carried.Length == 0)
            return;
        var insert = new NpgsqlBatchCommand(
            """
            INSERT INTO fallback_reference (administration, reference, declaration)
            SELECT * FROM unnest($1, $2, $3) AS new (administration, reference, declaration)
            WHERE NOT EXISTS (SELECT FROM fallback_reference WHERE (administration, reference, declaration)
              = (new.administration, new.reference, new.declaration))
            """);
        insert.AddArray(carried.Select(one => one.Administration));
        insert.AddArray(carried.Select(one => one.Reference));
        insert.AddArray(carried.Select(one => one.Id));
        batch.BatchCommands.Add(insert);
    }

    /// <summary>Whether the database refused it because another declaration has one of its references.</summary>
    public static bool IsTaken(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation, TableName: Table,
    };
}
