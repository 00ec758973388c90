using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.Membership.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Membership.Notices;

/// <summary>
/// Makes known, from the journal of Suppliers, what becomes of certificates on which declarations rest: that one is
/// suspended, counts again, or is revoked. Nothing of it is kept but the notices.
/// </summary>
internal sealed class CertificateNotices(Deeds deeds, MembershipRefresh refresh) : ICopy
{
    private static readonly Dictionary<string, MessageParser> Told = new()
    {
        [CertificateSuspended.Descriptor.FullName] = CertificateSuspended.Parser,
        [CertificateSuspensionLifted.Descriptor.FullName] = CertificateSuspensionLifted.Parser,
        [CertificateRevoked.Descriptor.FullName] = CertificateRevoked.Parser,
    };

    public string Producer => "suppliers";

    /// <summary>What happened before this began to listen is in the register.</summary>
    public Task LoadAsync(
        NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel) =>
        Task.CompletedTask;

    public IEnumerable<JournalItem> Split(Entry entry)
    {
        if (Told.TryGetValue(entry.Kind, out var parser))
            yield return new JournalItem(entry, 0, entry.Subject, parser.ParseFrom(entry.Body));
    }

    public Task ApplyAsync(NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel) =>
        deeds.WithinAsync(transaction, Producer, async deed =>
        {
            foreach (var item in items)
                await OwnNotices.PublishAsync(item.Event, deed);
        }, cancel);

    public Task RefreshAsync(CancellationToken cancel) => refresh.NowAsync(cancel);
}
