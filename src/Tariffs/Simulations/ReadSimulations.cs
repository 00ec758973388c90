using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Proposals;
using CrmClub.Tariffs.Versions;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Tariffs.Simulations;

/// <summary>Simulations as they stand, and whether what they are of has changed since.</summary>
internal sealed class ReadSimulations(NpgsqlDataSource database, TariffState state)
{
    public async Task<GetSimulationResponse> GetAsync(GetSimulationRequest request, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var found = await FindAsync(connection, request.Number, request.Simulation, cancel);
        var proposal = await ProposalRows.FindAsync(connection, request.Number, cancel);
        return new GetSimulationResponse { Simulation = Aged(found, proposal!, state.Book) };
    }

    public async Task<GetSimulationDocumentResponse> DocumentAsync(
        GetSimulationDocumentRequest request, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var found = await FindAsync(connection, request.Number, request.Simulation, cancel);
        var document = await SimulationRows.DocumentAsync(connection, found.DocumentHash, cancel);
        return new GetSimulationDocumentResponse { Document = UnsafeByteOperations.UnsafeWrap(document) };
    }

    /// <summary>All of a proposal, without their results.</summary>
    public static async Task<IEnumerable<Simulation>> OfAsync(
        NpgsqlConnection connection, Proposal proposal, TariffBook book, CancellationToken cancel) =>
        (await SimulationRows.OfAsync(connection, proposal.Number, cancel)).Select(one =>
        {
            one.Result = null;
            return Aged(one, proposal, book);
        });

    /// <exception cref="ClubException">There is none with that number.</exception>
    public static Simulation Named(IReadOnlyList<Simulation> newestFirst, int proposal, int number) =>
        newestFirst.FirstOrDefault(one => number == 0 || one.Number == number)
            ?? throw new ClubException(ErrorReason.NotFound, number == 0
                ? $"Proposal {proposal} was not simulated." : $"Proposal {proposal} has no simulation {number}.");

    private static async Task<Simulation> FindAsync(
        NpgsqlConnection connection, int proposal, int number, CancellationToken cancel) =>
        Named(await SimulationRows.OfAsync(connection, proposal, cancel), proposal, number);

    private static Simulation Aged(Simulation one, Proposal proposal, TariffBook book)
    {
        one.OlderContent = one.ContentHash != proposal.ContentHash;
        // Its own publication is what it simulated.
        one.OlderTariff = book.NewestFirst[0].Version.Number is var newest && newest != one.BaseVersion
            && !(proposal.Version == newest && newest == one.BaseVersion + 1);
        return one;
    }
}
