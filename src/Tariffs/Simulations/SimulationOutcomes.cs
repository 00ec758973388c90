using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Tariffs.Simulations;

/// <summary>Takes what Declarations tells of simulations, in the transaction that moves the copy's cursor.</summary>
internal static class SimulationOutcomes
{
    /// <summary>The event, if it is one of those; else null.</summary>
    public static IMessage? Read(string kind, ByteString body) =>
        kind == SimulationDone.Descriptor.FullName ? SimulationDone.Parser.ParseFrom(body)
        : kind == SimulationProgressed.Descriptor.FullName ? SimulationProgressed.Parser.ParseFrom(body) : null;

    public static async Task TakeAsync(
        NpgsqlTransaction transaction, IEnumerable<IMessage> happened, CancellationToken cancel)
    {
        foreach (var one in happened)
        {
            if (one is SimulationProgressed progress)
                await SimulationRows.ProgressAsync(transaction, progress.Proposal, progress.Number, progress.Examined,
                    progress.Found, cancel);
            else if (one is SimulationDone done)
                await EndAsync(transaction, done, cancel);
        }
    }

    // One that is cancelled or done already, or that nobody asked for here, stays as it is.
    private static async Task EndAsync(NpgsqlTransaction transaction, SimulationDone done, CancellationToken cancel)
    {
        await SimulationRows.LockAsync(transaction, cancel);
        var asked = (await SimulationRows.OfAsync(transaction.Connection!, done.Proposal, cancel))
            .FirstOrDefault(one => one.Number == done.Number);
        if (asked is not { State: SimulationState.Asked })
            return;
        var simulation = new Simulation(asked)
        {
            State = SimulationState.Done,
            EndedAt = done.DoneAt,
            Examined = done.Examined,
            Found = done.Examined,
            Result = done.Result,
        };
        await SimulationRows.RecordAsync(transaction, "declarations", simulation, cancel);
    }
}
