using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Adjustments;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Life;
using CrmClub.Declarations.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Documents;
using Npgsql;

namespace CrmClub.Declarations.Reading;

/// <summary>One declaration with its revisions and adjustments.</summary>
internal sealed class GetDeclaration(
    NpgsqlDataSource database, StandingOfNow standing, AdjustmentReader adjustments, Sight sight)
{
    public async Task<GetDeclarationResponse> HandleAsync(
        GetDeclarationRequest request, Caller caller, CancellationToken cancel)
    {
        var revisions = request.Mrn.Contains('\0') ? [] : await RevisionsAsync(request.Mrn, sight.Of(caller), cancel);
        var asked = request.Revision == 0
            ? revisions.LastOrDefault() : revisions.Find(revision => revision.Revision == request.Revision);
        // The same words for what isn't there and for what the caller may not see.
        if (asked is null)
        {
            throw new ClubException(
                ErrorReason.NotFound, "There is no such declaration, or none that the caller may see.");
        }

        var now = standing.Take();
        var seesLocal = sight.OfLocalProfiles(caller);
        var reports = await ReportsAsync(asked.Identity.Id, cancel);
        var response = new GetDeclarationResponse
        {
            Declaration = asked.Declaration,
            Answer = Answers.Full(asked, now, state: StateOf(asked), seesLocal: seesLocal),
        };
        response.Revisions.AddRange(revisions.Select(
            revision => Answers.Brief(revision, now, state: StateOf(revision), seesLocal: seesLocal)));
        response.Reports.AddRange(reports.Select(one => one.Report));
        response.Adjustments.AddRange(await adjustments.ReadAsync(
            "declaration = $1 ORDER BY to_revision", cancel,
            new NpgsqlParameter<Guid> { TypedValue = asked.Identity.Id }));
        response.Claimed = ClaimedOf(revisions[^1], response.Adjustments);
        return response;

        DeclarationState StateOf(StoredRevision revision) => DeclarationLife.StateOf(revision, reports);
    }

    private async Task<List<StoredReport>> ReportsAsync(Guid declaration, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"SELECT {StoredReport.Columns} FROM report r WHERE r.declaration = $1 ORDER BY r.number");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = declaration });
        var all = new List<StoredReport>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            all.Add(StoredReport.Read(rows));
        return all;
    }

    private async Task<List<StoredRevision>> RevisionsAsync(
        string mrn, string? administration, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT {RevisionRows.Columns} FROM declaration d JOIN revision r ON r.declaration = d.id
            WHERE d.mrn = $1 AND ($2::text IS NULL OR d.administration = $2) ORDER BY r.revision
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mrn });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = administration });
        return await RevisionRows.ReadAllAsync(command, cancel);
    }

    // Of what was invalidated nothing is claimed.
    private static Money ClaimedOf(StoredRevision newest, IEnumerable<Adjustment> adjustments) => new()
    {
        Amount = Wire.Decimal(newest.State is DeclarationState.Invalidated ? 0
            : newest.DutyThatCounts - adjustments.Where(one => one.State is AdjustmentState.Dropped)
                .Sum(one => Wire.ParseDecimal(one.Difference.Amount))),
        Currency = newest.Decision.Currency,
    };
}
