using CrmClub.Journal;

namespace CrmClub.Declarations.Receipts;

/// <summary>
/// The newest signed tree heads of the club's journals: this service's own, and of each whose state is copied here the
/// one that came with its messages.
/// </summary>
internal sealed class ClubHeads(SignedHeads own, ICopyProgress copies)
{
    /// <summary>This service's; null while nothing is sealed.</summary>
    public Task<SignedHead?> OwnAsync(CancellationToken cancel) => own.NewestAsync(cancel);

    /// <summary>The others', each a compact JWS, by the service's name.</summary>
    public IEnumerable<string> Others() => copies.Producers.Order(StringComparer.Ordinal)
        .Select(copies.TreeHead).Where(head => head.Length > 0);
}
