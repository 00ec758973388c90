using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using Npgsql;

namespace CrmClub.Declarations.Reading;

/// <summary>The newest revision of each declaration, page by page: newest day of acceptance, or last recorded, first.
/// </summary>
internal sealed class ListDeclarations(NpgsqlDataSource database, StandingOfNow standing, Sight sight)
{
    // A page ends early rather than grow beyond what a message may hold.
    private const int PageBytesMax = 2 * 1024 * 1024;

    private const int OriginsColumn = RevisionRows.ColumnCount + 1;

    // The document is not shown, so it isn't read.
    private static readonly string Columns =
        RevisionRows.Columns.Replace("r.document", "''::bytea", StringComparison.Ordinal);

    public async Task<ListDeclarationsResponse> HandleAsync(
        ListDeclarationsRequest request, Caller caller, CancellationToken cancel)
    {
        var faults = new Violations();
        var from = faults.Day("accepted_from", "", request.AcceptedFrom, required: false) ?? DateOnly.MinValue;
        var to = faults.Day("accepted_to", "", request.AcceptedTo, required: false) ?? DateOnly.MaxValue;
        var page = Page.Read(request, faults);
        var after = KeyOf(page, faults);
        if (request.Latest && (sight.Of(caller) is not null
            || request is not { AcceptedFrom: "", AcceptedTo: "", Administration: "" }))
            faults.Add("latest", "", "NOT_HERE", "true", "without days, by who sees all administrations",
                "An administration's are listed by their day of acceptance.");
        faults.ThrowIfAny();
        // An administration that asks for another's sees none.
        var (own, asked) = (sight.Of(caller), request.Administration.Length > 0 ? request.Administration : null);
        var administration = own is not null && asked is not null && own != asked ? "" : own ?? asked;

        var now = standing.Take();
        var seesLocal = sight.OfLocalProfiles(caller);
        var response = new ListDeclarationsResponse();
        // Where no days are asked for, those that are not accepted yet come first.
        var all = request is { AcceptedFrom: "", AcceptedTo: "" };
        await using var command = request.Latest
            ? Latest(database, after?.Item2, page.Size + 1)
            : Command(administration, from, all ? null : to, after, page.Size + 1);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var bytes = 0;
        Identity? last = null;
        while (await rows.ReadAsync(cancel))
        {
            if (last is not null && (response.Declarations.Count == page.Size || bytes > PageBytesMax))
            {
                response.NextPageToken = page.TokenAfter($"{Wire.Day(last.AcceptanceDay)} {last.Id}");
                break;
            }

            var revision = RevisionRows.Read(rows);
            var state = rows.IsDBNull(RevisionRows.ColumnCount)
                ? revision.State : (DeclarationState)rows.GetInt16(RevisionRows.ColumnCount);
            var answer = request.Brief
                ? Answers.Line(revision, now, state, seesLocal)
                : Answers.Brief(revision, now, state: state, seesLocal: seesLocal);
            // What was declared before origins were kept has none.
            if (!rows.IsDBNull(OriginsColumn))
                answer.Origins.Add(rows.GetFieldValue<string[]>(OriginsColumn).Order(StringComparer.Ordinal));
            bytes += answer.CalculateSize();
            last = revision.Identity;
            response.Declarations.Add(answer);
        }

        return response;
    }

    // Ids follow the instants at which they were given.
    internal static NpgsqlCommand Latest(NpgsqlDataSource database, Guid? after, int limit)
    {
        var command = database.CreateCommand(
            $"""
            SELECT {Columns},
              (SELECT state FROM report WHERE declaration = d.id ORDER BY number DESC LIMIT 1), d.origins
            FROM (SELECT * FROM declaration WHERE id < $1 ORDER BY id DESC LIMIT $2) AS d
            JOIN LATERAL (
              SELECT * FROM revision WHERE declaration = d.id ORDER BY revision DESC LIMIT 1) r ON true
            ORDER BY d.id DESC
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after ?? Guid.AllBitsSet });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return command;
    }

    private NpgsqlCommand Command(
        string? administration, DateOnly from, DateOnly? to, (DateOnly, Guid)? after, int limit)
    {
        var until = to is null ? "" : "d.acceptance_day < $2 AND";
        var own = administration is null ? "" : "d.administration = $6 AND";
        var command = database.CreateCommand(
            $"""
            SELECT {Columns},
              (SELECT state FROM report WHERE declaration = d.id ORDER BY number DESC LIMIT 1), d.origins
            FROM (
              SELECT * FROM declaration d
              WHERE {own} {until} d.acceptance_day >= $1 AND (d.acceptance_day, d.id) < ($3, $4)
              ORDER BY d.acceptance_day DESC, d.id DESC LIMIT $5) AS d
            JOIN LATERAL (
              SELECT * FROM revision WHERE declaration = d.id ORDER BY revision DESC LIMIT 1) r ON true
            ORDER BY d.acceptance_day DESC, d.id DESC
            """);
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = to ?? DateOnly.MaxValue });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = after?.Item1 ?? DateOnly.MaxValue });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after?.Item2 ?? Guid.AllBitsSet });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        if (administration is not null)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = administration });
        return command;
    }

    private static (DateOnly, Guid)? KeyOf(Page page, Violations faults)
    {
        if (page.After is not { } key)
            return null;
        var parts = key.Split(' ');
        if (parts.Length == 2 && Wire.TryDay(parts[0], out var day) && Guid.TryParse(parts[1], out var id))
            return (day, id);
        faults.Add("page_token", "", "PAGE_TOKEN", key, "next_page_token of the page before", "It is no page token.");
        return null;
    }
}
