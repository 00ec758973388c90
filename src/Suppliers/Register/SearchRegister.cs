using System.Globalization;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Requests;
using Npgsql;

namespace CrmClub.Suppliers.Register;

/// <summary>Finds facilities for everybody.</summary>
internal sealed class SearchRegister(NpgsqlDataSource database, RegisterNews news, ClubTime time)
{
    private const int TextLengthMax = 200;
    private const int MaterialLengthMax = 10;
    private const int PageSizeMax = 100;

    public async Task<SearchRegisterResponse> RunAsync(SearchRegisterRequest request, CancellationToken cancel)
    {
        var day = time.Today(ChangeRules.ClubZone);
        var faults = new Violations();
        Check(request, faults);
        var page = Page.Read(request, faults);
        var after = page.After is null ? (RegisterHit?)null : Hit(page.After);
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        await news.CatchUpAsync(connection, cancel);
        var query = new RegisterQuery(
            request.Text, request.Country, request.Material, request.Stage, request.Level, request.State, day);
        var (found, total) = news.Index.Search(query, after, page.Size + 1);
        var (hits, next) = page.Cut(found, Key);
        var facilities = await RegisterStore.FacilitiesAsync(
            connection, [.. hits.Select(hit => hit.Number)], day, cancel);
        return new SearchRegisterResponse { Facilities = { facilities }, NextPageToken = next, Total = total };
    }

    private static void Check(SearchRegisterRequest request, Violations faults)
    {
        faults.Text("text", "", request.Text, TextLengthMax, required: false);
        if (request.Country.Length > 0)
            faults.Country("country", request.Country);
        faults.Text("material", "", request.Material, MaterialLengthMax, required: false);
        faults.Known("stage", "STAGE", request.Stage);
        faults.Known("level", "LEVEL", request.Level);
        faults.Known("state", "STATE", request.State);
        if (request.PageSize is > PageSizeMax and <= Page.PageSizeMax)
        {
            faults.Add(
                "page_size", "", "PAGE_SIZE", $"{request.PageSize}", $"0 to {PageSizeMax}",
                "The page size is out of its bounds.");
        }
    }

    private static string Key(RegisterHit hit) =>
        string.Create(CultureInfo.InvariantCulture, $"{BitConverter.SingleToInt32Bits(hit.Score)}/{hit.Number}");

    // A token is bound to its query, not secret: what somebody makes of it finds another place, and nothing else.
    private static RegisterHit Hit(string key)
    {
        var parts = key.Split('/', 2);
        return parts is [var score, var number]
            && int.TryParse(score, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            ? new(BitConverter.Int32BitsToSingle(bits), number)
            : RegisterHit.BeforeAll;
    }
}
