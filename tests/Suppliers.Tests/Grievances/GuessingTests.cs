using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Suppliers.Grievances;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests.Grievances;

/// <summary>Receipts guessed by whoever wants to read others' answers.</summary>
public sealed class GuessingTests(Postgres postgres)
{
    private const int Guesses = 10_000;
    private const int AtOnce = 4;
    private const string Alike = "No grievance has this receipt and this secret.";

    [Fact]
    public async Task Status_GuessedTenThousandTimes_OpensNothingAndIsCounted()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var filed = await desk.FileAsync();
        var (counted, refused) = (0L, 0L);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument == desk.Metrics.AskedInstrument) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            Interlocked.Add(ref counted, tags[0].Value is "refused" ? value : 1_000_000));
        listener.Start();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Guesses),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel },
            async (guess, _) =>
            {
                // Every other one of a receipt that there is.
                var receipt = guess % 2 == 0 ? filed.Receipt : $"G-2027-{guess % 10_000:0000}";
                var secret = ReceiptSecret.Write(RandomNumberGenerator.GetBytes(ReceiptSecret.Bytes));
                var refusal = await Assert.ThrowsAsync<ClubException>(() => desk.StatusAsync(receipt, secret));
                if ((refusal.Reason, refusal.Message) == (ErrorReason.NotFound, Alike))
                    Interlocked.Increment(ref refused);
            });

        Assert.Equal((Guesses, Guesses), (counted, refused));
        Assert.Equal(filed.Receipt, (await desk.StatusAsync(filed.Receipt, filed.Secret)).Receipt);
    }
}
