using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Storage;

/// <summary>
/// For those who begin to count: every revision that draws from quotas or claims of facilities, and nothing else of it;
/// the newest day that has ended; and what simulations came to.
/// </summary>
internal sealed class DecidedSnapshot : ISnapshotSource
{
    public async IAsyncEnumerable<IMessage> ReadAsync(
        NpgsqlTransaction transaction, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using (var days = new NpgsqlCommand(
            "SELECT max(day) FROM day_closed", transaction.Connection, transaction))
        {
            if (await days.ExecuteScalarAsync(cancel) is DateOnly day)
                yield return new DayClosed { Day = Wire.Day(day) };
        }

        await using (var done = new NpgsqlCommand(
            "SELECT j.body FROM simulation s JOIN journal j ON j.id = s.entry_id", transaction.Connection, transaction))
        await using (var results = await done.ExecuteReaderAsync(cancel))
        {
            while (await results.ReadAsync(cancel))
                yield return SimulationDone.Parser.ParseFrom(results.GetFieldValue<byte[]>(0));
        }

        await using var command = new NpgsqlCommand(
            "SELECT body FROM journal WHERE kind = $1", transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DeclarationsDecided.Descriptor.FullName });
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            foreach (var one in DeclarationsDecided.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)).Declarations)
            {
                if (one.Claims.Count + one.Quotas.Count > 0)
                    yield return new DecidedDeclaration
                    {
                        Mrn = one.Mrn,
                        Revision = one.Revision,
                        Administration = one.Administration,
                        AcceptanceDay = one.AcceptanceDay,
                        Quotas = { one.Quotas },
                        Claims = { one.Claims },
                    };
            }
        }
    }
}
