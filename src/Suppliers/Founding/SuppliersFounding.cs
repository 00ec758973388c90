using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Credentials;
using CrmClub.Suppliers.Schemes;
using CrmClub.Suppliers.Storage;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Suppliers.Founding;

/// <summary>Takes the treaty's annex on certification over, once.</summary>
internal sealed class SuppliersFounding(
    NpgsqlDataSource database,
    JournalSignal signal,
    IHostApplicationLifetime lifetime,
    ILogger<SuppliersFounding> logger,
    FoundingDocuments documents,
    IssueCredential credentials)
    : Journal.Founding(database, signal, lifetime, logger)
{
    protected override async Task WriteAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var file = await documents.ReadAsync("certification.json", cancel);
        var founded = new ClubFounded { DocumentHash = ByteString.CopyFrom(file.Hash) };
        var day = ChangeRules.Day(documents.FoundingDay);
        var entry = await transaction.AppendAsync(new NewEntry("club", "club", day, founded), cancel);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO scheme (entry_id, document) VALUES ($1, $2)", transaction.Connection, transaction);
        insert.Parameters.Add(new() { Value = entry });
        insert.Parameters.Add(new() { Value = file.Bytes });
        await insert.ExecuteNonQueryAsync(cancel);
    }

    // A document that can't be read is refused at the founding, not at the first certificate.
    protected override async Task LoadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        foreach (var scheme in await SchemeStore.AllAsync(connection, cancel))
        {
            SchemeDocument.ValidityYears(scheme);
            SchemeDocument.Read(scheme);
        }

        await credentials.CatchUpAsync(connection, cancel);
    }
}
