using System.Security.Cryptography;
using CrmClub.Contracts.Tariffs.V1;
using Npgsql;
using Asked = CrmClub.Contracts.Tariffs.V1.Simulation;

namespace CrmClub.Declarations.Simulation;

/// <summary>Brings the tariffs that are to be simulated; whatever comes counts only when its hash is the one that was
/// asked for.</summary>
internal sealed class SimulationFetcher(
    NpgsqlDataSource database, ProposalService.ProposalServiceClient proposals, ILogger<SimulationFetcher> log)
{
    private static readonly TimeSpan CallTimeMax = TimeSpan.FromSeconds(10);

    public async Task FetchAsync(CancellationToken cancel)
    {
        foreach (var asked in await MissingAsync(cancel))
        {
            using var call = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            call.CancelAfter(CallTimeMax);
            var answer = await proposals.GetSimulationDocumentAsync(
                new GetSimulationDocumentRequest { Number = asked.Proposal, Simulation = asked.Number },
                cancellationToken: call.Token);
            await StoreAsync(asked, answer.Document.ToByteArray(), cancel);
        }
    }

    internal async Task StoreAsync(Asked asked, byte[] document, CancellationToken cancel)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(document)) != asked.DocumentHash)
        {
            log.SimulationHashDiffers(asked.Proposal, asked.Number);
            return;
        }

        await using var update = database.CreateCommand(
            "UPDATE simulation SET document = $3 WHERE proposal = $1 AND number = $2 AND document IS NULL");
        update.Parameters.Add(new NpgsqlParameter<int> { TypedValue = asked.Proposal });
        update.Parameters.Add(new NpgsqlParameter<int> { TypedValue = asked.Number });
        update.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = document });
        await update.ExecuteNonQueryAsync(cancel);
    }

    private async Task<List<Asked>> MissingAsync(CancellationToken cancel)
    {
        await using var select = database.CreateCommand(
            "SELECT asked FROM simulation WHERE ended_at IS NULL AND document IS NULL ORDER BY id");
        var missing = new List<Asked>();
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            missing.Add(Asked.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)));
        return missing;
    }
}

/// <summary>Does the simulations that are asked for; what another process left, too.</summary>
internal sealed class SimulationWorker(
    SimulationFetcher fetcher, RunSimulations run, ILogger<SimulationWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            await TryAsync(fetcher.FetchAsync, stopping);
            await TryAsync(async cancel =>
            {
                while (await run.StepAsync(cancel))
                {
                }
            }, stopping);
        }
    }

    // One that can't be fetched doesn't hold those that are here.
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        try
        {
            await work(stopping);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            log.SimulationPutOff(failure);
        }
    }
}

internal static partial class SimulationLog
{
    [LoggerMessage(LogLevel.Warning, "A simulation could not go on; it is tried again.")]
    public static partial void SimulationPutOff(this ILogger log, Exception failure);

    [LoggerMessage(LogLevel.Error, "The tariff of simulation {Number} of proposal {Proposal} has another hash.")]
    public static partial void SimulationHashDiffers(this ILogger log, int proposal, int number);
}
