using CrmClub.ServiceDefaults;
using CrmClub.Tariffs.Versions;
using Npgsql;

namespace CrmClub.Tariffs.Storage;

/// <summary>Keeps the book in memory like the tables, whichever replica added to them.</summary>
internal sealed class TariffsRefresh(
    NpgsqlDataSource database, TariffState state, TariffBytes bytes, ILogger<TariffsRefresh> log)
    : TableRefresh(database, log)
{
    /// <summary>On which the replicas tell each other that there is something new.</summary>
    public const string Channel = "tariffs_changed";

    protected override NpgsqlCommand Listen(NpgsqlConnection connection) => new($"LISTEN {Channel}", connection);

    protected override async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var book = await TariffsReader.BookAsync(connection, state.Book, cancel);
        if (book == state.Book)
            return;
        state.Replace(book);
        bytes.Offer();
    }
}
