using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Declarations.Reassessment;

/// <summary>How far reassessments have come, newest first, page by page; and one.</summary>
internal sealed class ListReassessments(NpgsqlDataSource database, StandingOfNow standing)
{
    private const string Columns =
        """
        id, found, examined, revised, recorded_at, started_at, done_at, certificate, version, party, decision,
        membership_seq, rate_set, series, tariff, quota, quota_period, quota_number, quota_day
        """;

    public async Task<ListReassessmentsResponse> HandleAsync(
        ListReassessmentsRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        var before = long.MaxValue;
        if (page.After is { } key && !long.TryParse(key, CultureInfo.InvariantCulture, out before))
            faults.Add("page_token", "", "PAGE_TOKEN", key, "next_page_token of the page before",
                "It is no page token.");
        faults.ThrowIfAny();
        var read = await ReadAsync("id < $1", before, page.Size + 1, cancel);
        var (rows, next) = page.Cut(read, one => one.Number.ToString(CultureInfo.InvariantCulture));
        return new() { Reassessments = { rows }, NextPageToken = next };
    }

    public async Task<GetReassessmentResponse> GetAsync(GetReassessmentRequest request, CancellationToken cancel) =>
        new()
        {
            Reassessment = (await ReadAsync("id = $1", request.Number, 1, cancel)).SingleOrDefault()
                ?? throw new ClubException(ErrorReason.NotFound, "There is no such reassessment."),
        };

    private async Task<List<Contracts.Declarations.V1.Reassessment>> ReadAsync(
        string condition, long number, int max, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"SELECT {Columns} FROM reassessment WHERE {condition} ORDER BY id DESC LIMIT $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max });
        var now = standing.Take();
        var all = new List<Contracts.Declarations.V1.Reassessment>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var (found, examined) = (rows.GetInt64(1), rows.GetInt64(2));
            all.Add(new()
            {
                Number = rows.GetInt64(0),
                Cause = Cause.In(now, ReassessmentJob.ChangeOf(rows, 7))?.Text ?? "",
                Found = found,
                Done = examined,
                Remaining = found - examined,
                Revised = rows.GetInt64(3),
                RecordedAt = rows.GetDateTime(4).ToTimestamp(),
                StartedAt = rows.IsDBNull(5) ? null : rows.GetDateTime(5).ToTimestamp(),
                FinishedAt = rows.IsDBNull(6) ? null : rows.GetDateTime(6).ToTimestamp(),
            });
        }

        return all;
    }
}
