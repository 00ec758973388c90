using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Reading;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using Npgsql;

namespace CrmClub.Declarations.Adjustments;

/// <summary>Adjustments, newest first, page by page; and one.</summary>
internal sealed class ListAdjustments(AdjustmentReader reader, Sight sight)
{
    private static readonly string Closed =
        $"{(int)AdjustmentState.Settled}, {(int)AdjustmentState.Dropped}";

    public async Task<ListAdjustmentsResponse> HandleAsync(
        ListAdjustmentsRequest request, Caller caller, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        var after = Guid.AllBitsSet;
        if (page.After is { } key && !Guid.TryParse(key, out after))
            faults.Add("page_token", "", "PAGE_TOKEN", key, "next_page_token of the page before",
                "It is no page token.");
        faults.ThrowIfAny();

        var read = await reader.ReadAsync(
            $"""
            ($3::text IS NULL OR administration = $3) AND ($4 = '' OR administration = $4) AND ($5 = '' OR cause = $5)
            AND (NOT $6 OR NOT EXISTS (
              SELECT FROM adjustment_report WHERE adjustment = a.id AND state IN ({Closed})))
            AND id < $1 ORDER BY id DESC LIMIT $2
            """, cancel,
            new NpgsqlParameter<Guid> { TypedValue = after }, new NpgsqlParameter<int> { TypedValue = page.Size + 1 },
            Own(caller), new NpgsqlParameter<string> { TypedValue = request.Administration },
            new NpgsqlParameter<string> { TypedValue = request.Cause },
            new NpgsqlParameter<bool> { TypedValue = request.Open });
        var (rows, next) = page.Cut(read, row => row.Id);
        return new ListAdjustmentsResponse { Adjustments = { rows }, NextPageToken = next };
    }

    public async Task<GetAdjustmentResponse> GetAsync(
        GetAdjustmentRequest request, Caller caller, CancellationToken cancel)
    {
        var read = Guid.TryParse(request.Id, out var id)
            ? await reader.ReadAsync(
                "id = $1 AND ($2::text IS NULL OR administration = $2)", cancel,
                new NpgsqlParameter<Guid> { TypedValue = id }, Own(caller))
            : [];
        return new() { Adjustment = read.SingleOrDefault() ?? throw None() };
    }

    /// <summary>The same words for what isn't there and for what the caller may not see.</summary>
    public static ClubException None() =>
        new(ErrorReason.NotFound, "There is no such adjustment, or none that the caller may see.");

    private NpgsqlParameter<string?> Own(Caller caller) => new() { TypedValue = sight.Of(caller) };
}
