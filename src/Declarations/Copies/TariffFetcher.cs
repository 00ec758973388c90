using System.Security.Cryptography;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Declarations.Copies;

/// <summary>
/// Brings the documents of tariff versions that were published: from what replicas share if it is there, else from
/// Tariffs. Whatever comes counts only when its hash is the published one.
/// </summary>
internal sealed class TariffFetcher(
    TariffHolder holder,
    TariffsCopy copy,
    SharedTariffs shared,
    TariffService.TariffServiceClient tariffs,
    ILogger<TariffFetcher> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallTimeMax = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (holder.View.Missing.Count > 0)
                    await FetchAsync(stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                log.TariffNotFetched(failure);
            }

            await holder.Published.WaitAsync(Pause, stopping);
        }
    }

    internal async Task FetchAsync(CancellationToken cancel)
    {
        // Another replica may have it already.
        await copy.RefreshAsync(cancel);
        foreach (var version in holder.View.Missing)
        {
            var hash = Convert.FromHexString(version.Hash);
            var document = await shared.FindAsync(version.Hash);
            if (document is null || !Matches(document, hash))
            {
                using var call = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                call.CancelAfter(CallTimeMax);
                var answer = await tariffs.GetTariffDocumentAsync(
                    new GetTariffDocumentRequest { Number = version.Number }, cancellationToken: call.Token);
                document = answer.Document.ToByteArray();
            }

            if (!Matches(document, hash))
            {
                log.TariffHashDiffers(version.Number);
                continue;
            }

            await copy.StoreAsync(version, document, cancel);
            log.TariffFetched(version.Number);
        }

        await copy.RefreshAsync(cancel);
    }

    private static bool Matches(byte[] document, byte[] hash) => SHA256.HashData(document).AsSpan().SequenceEqual(hash);
}

internal static partial class TariffFetcherLog
{
    [LoggerMessage(LogLevel.Information, "Tariff version {Number} is here.")]
    public static partial void TariffFetched(this ILogger log, int number);

    [LoggerMessage(LogLevel.Warning, "A tariff document could not be fetched; those that are here decide.")]
    public static partial void TariffNotFetched(this ILogger log, Exception failure);

    [LoggerMessage(LogLevel.Error, "The document of tariff version {Number} is not the one that was published.")]
    public static partial void TariffHashDiffers(this ILogger log, int number);
}
