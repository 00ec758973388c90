using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Simulations;
using CrmClub.Tariffs.Versions;
using Npgsql;

namespace CrmClub.Tariffs.Proposals;

/// <summary>Proposals as they stand, with how they came to it.</summary>
internal sealed class ReadProposals(NpgsqlDataSource database, TariffState state, ClubTime clock)
{
    private static readonly ProposalState[] Over =
        [ProposalState.Published, ProposalState.Rejected, ProposalState.Withdrawn, ProposalState.Lapsed];

    public async Task<GetProposalResponse> GetAsync(GetProposalRequest request, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var history = await ProposalRows.HistoryAsync(connection, request.Number, cancel);
        var proposal = history.LastOrDefault()
            ?? throw new ClubException(ErrorReason.NotFound, $"There is no proposal {request.Number}.");
        return new GetProposalResponse
        {
            Proposal = proposal,
            Check = Over.Contains(proposal.State) ? null : ProposalRules.Judge(
                proposal.Content, state.Book, clock.Today(AskedVersion.ClubZone)).Contract,
            History = { history },
            Comments = { await CommentRows.OfAsync(connection, request.Number, cancel) },
            Simulations = { await ReadSimulations.OfAsync(connection, proposal, state.Book, cancel) },
        };
    }

    public async Task<ListProposalsResponse> ListAsync(ListProposalsRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var before = int.TryParse(page.After, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var read = await ProposalRows.ListAsync(connection, request.State, before, page.Size + 1, cancel);
        var (proposals, next) = page.Cut(read, one => one.Number.ToString(CultureInfo.InvariantCulture));
        return new ListProposalsResponse { Proposals = { proposals }, NextPageToken = next };
    }
}
