using CrmClub.Contracts.Declarations.V1;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Sound steps of adjustments: many by one revocation, each of another declaration.</summary>
internal sealed class AdjustmentDeeds(ClubUnderTest club)
{
    private const int AtOnce = 8;

    private readonly Queue<Adjustment> proposed = [];

    public async Task<ReportAdjustmentRequest> HearAsync(CancellationToken cancel)
    {
        if (proposed.Count == 0)
        {
            var certificate = await club.CertifyAsync(cancel);
            var mrns = new List<string>();
            while (mrns.Count < AtOnce)
                mrns.Add((await club.DeclareRelyingAsync(certificate, cancel)).Mrn);
            await club.RevokeAsync(certificate, cancel);
            foreach (var mrn in mrns)
                proposed.Enqueue((await club.ReassessedAsync(mrn, cancel)).Adjustments[0]);
        }

        var adjustment = proposed.Dequeue();
        return new()
        {
            RequestId = $"{Guid.CreateVersion7()}",
            Id = adjustment.Id,
            Step = new() { HearingOpened = new() { Day = adjustment.ProposedOn } },
        };
    }
}
