using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Npgsql;

namespace CrmClub.Tariffs.Simulations;

/// <summary>Ends a simulation that is under way; one that has ended stays as it is.</summary>
internal sealed class CancelSimulation(NpgsqlDataSource database, JournalSignal journal, TimeProvider time)
{
    public async Task<CancelSimulationResponse> RunAsync(
        CancelSimulationRequest request, Caller caller, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await SimulationRows.LockAsync(transaction, cancel);
        var all = await SimulationRows.OfAsync(connection, request.Number, cancel);
        var simulation = ReadSimulations.Named(all, request.Number, request.Simulation);
        if (simulation.AskedBy != caller.Id && !caller.Roles.Contains(ClubRoles.SecretariatOfficer)
            && !caller.Roles.Contains(ClubRoles.SecretariatApprover))
            throw new ClubException(ErrorReason.RoleMissing,
                "It is cancelled by whom it was asked for, or by the secretariat.");
        if (simulation.State != SimulationState.Asked)
            return new CancelSimulationResponse { Simulation = simulation };
        (simulation.State, simulation.CancelledBy, simulation.EndedAt) =
            (SimulationState.Cancelled, caller.Id, time.RecordedNow());
        await SimulationRows.RecordAsync(transaction, caller.Id, simulation, cancel);
        await transaction.CommitAsync(cancel);
        journal.Raise();
        return new CancelSimulationResponse { Simulation = simulation };
    }
}
