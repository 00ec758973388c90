using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Wording;
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
                await PublishAsync(item.Event, deed);
        }, cancel);

    public Task RefreshAsync(CancellationToken cancel) => refresh.NowAsync(cancel);

    private static Task PublishAsync(IMessage happened, Deed deed) => happened switch
    {
        CertificateSuspended { Certificate: var one } => PublishAsync(
            "Suspended", one, one.Suspensions[^1].From, () => Words.Of(one.Suspensions[^1].Ground), deed),
        CertificateSuspensionLifted { Certificate: var one } => PublishAsync(
            "Lifted", one, one.Suspensions[^1].Until, () => Words.Of(one.Suspensions[^1].Ground), deed),
        CertificateRevoked { Certificate: var one } => PublishAsync(
            "Revoked", one, one.RevokedFrom, () => Words.Of(one.RevocationGround), deed),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    private static async Task PublishAsync(
        string what, Certificate certificate, string from, Func<string> ground, Deed deed)
    {
        if (deed.Book.Notices.Any(known => known.Certificate == certificate.Number
            && known.CertificateVersion == certificate.Version))
            return;
        var notice = new Notice
        {
            Kind = NoticeKind.Certificate,
            TitleEn = Words.In("en", Title),
            TitleJa = Words.In("ja", Title),
            TextEn = Words.In("en", Text),
            TextJa = Words.In("ja", Text),
            Certificate = certificate.Number,
            CertificateVersion = certificate.Version,
        };
        await NoticeNumbers.GiveAsync(notice, deed);
        await deed.RecordAsync(notice.Number, LegalDays.Read(from), new NoticePublished { Notice = notice });

        string Title() => Words.Get($"Notice_Certificate{what}", certificate.Number);

        string Text() => Words.Get(
            $"Notice_Certificate{what}_Text", certificate.Number, certificate.Facility, Figures.Day(from),
            ground());
    }
}
