using System.Text;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;
using Google.Api;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Suppliers.Register;

/// <summary>The register as a file, a page at a time.</summary>
internal sealed class ExportRegister(NpgsqlDataSource database, ClubTime time)
{
    /// <summary>Facilities on a page; fewer are on the last one.</summary>
    public const int PageSize = 2_000;

    private const string Csv = "csv";
    private const string Json = "json";

    public async Task<HttpBody> RunAsync(ExportRegisterRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        if (request.Format is not (Csv or Json))
        {
            faults.Add(
                "format", "", "FORMAT", request.Format, $"{Csv} or {Json}", "The register has no such format.");
        }

        if (!SuppliersReader.IsNumber(request.After))
        {
            faults.Add(
                "after", "", "FACILITY", request.After, "number of a facility, or nothing", "It is no number.");
        }

        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        var numbers = await RegisterStore.NumbersAsync(connection, request.After, PageSize, cancel);
        var facilities = await RegisterStore.FacilitiesAsync(
            connection, numbers, time.Today(ChangeRules.ClubZone), cancel);
        return request.Format == Csv
            ? Body("text/csv; charset=utf-8", RegisterCsv.Of(facilities))
            : Body("application/json", $"[{string.Join(",\n", facilities.Select(one => StrictJson.Write(one)))}]\n");
    }

    private static HttpBody Body(string type, string text) => new()
    {
        ContentType = type,
        Data = UnsafeByteOperations.UnsafeWrap(Encoding.UTF8.GetBytes(text)),
    };
}
