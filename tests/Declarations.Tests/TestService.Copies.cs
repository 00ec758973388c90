using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Declarations.Tests;

/// <summary>What the other services' journals tell.</summary>
internal sealed partial class TestService
{
    /// <summary>What Suppliers' journal tells: the certificate is revoked.</summary>
    public Task RevokeAsync(Certificate revoked, bool refresh = true) =>
        ChangeAsync(revoked, new CertificateRevoked { Certificate = revoked }, refresh);

    /// <summary>What Suppliers' journal tells: a certificate has changed.</summary>
    public async Task ChangeAsync(Certificate changed, IMessage happened, bool refresh = true)
    {
        var entry = new Entry
        {
            Kind = happened.Descriptor.FullName,
            Subject = changed.Number,
            Body = happened.ToByteString(),
        };
        await InTransactionAsync(
            transaction => Suppliers.ApplyAsync(transaction, [.. Suppliers.Split(entry)], default));
        if (refresh)
            await Suppliers.RefreshAsync(default);
    }

    /// <summary>What Membership's journal tells: a step in a party's life was decided.</summary>
    public async Task DecideAsync(Party party, long seq, bool refresh = true)
    {
        await TellAsync(new PartyDecided { Party = party, Decision = party.Decisions[^1] }, party.Code, seq);
        if (refresh)
            await Members.RefreshAsync(default);
    }

    /// <summary>What Membership's journal tells.</summary>
    public async Task TellAsync(IMessage happened, string subject, long seq)
    {
        var entry = new Entry
        {
            Kind = happened.Descriptor.FullName,
            Subject = subject,
            Seq = seq,
            Body = happened.ToByteString(),
        };
        await InTransactionAsync(transaction => Members.ApplyAsync(transaction, [.. Members.Split(entry)], default));
    }

    /// <summary>What Tariffs' journal tells.</summary>
    public Task HearAsync(TariffVersionPublished published)
    {
        var entry = new Entry
        {
            Kind = TariffVersionPublished.Descriptor.FullName,
            Subject = "tariff",
            Body = published.ToByteString(),
        };
        return InTransactionAsync(
            transaction => Tariffs.ApplyAsync(transaction, [.. Tariffs.Split(entry)], default));
    }

    /// <summary>Membership's snapshot is taken.</summary>
    public Task SnapshotAsync(params IEnumerable<IMessage> records) => InTransactionAsync(
        transaction => Members.LoadAsync(transaction, 1, [.. records.Select(Any.Pack)], default));

    /// <summary>What Tariffs' journal tells: a set of exchange rates was recorded.</summary>
    public async Task RecordAsync(ExchangeRateSet set, bool refresh = true)
    {
        var entry = new Entry
        {
            Kind = ExchangeRatesRecorded.Descriptor.FullName,
            Subject = $"rates {set.Number}",
            Body = new ExchangeRatesRecorded { Set = set }.ToByteString(),
        };
        await InTransactionAsync(transaction => Tariffs.ApplyAsync(transaction, [.. Tariffs.Split(entry)], default));
        if (refresh)
            await Tariffs.RefreshAsync(default);
    }

    /// <summary>What Tariffs' journal tells: a version was published; its document is not here yet.</summary>
    public async Task<TariffVersion> PublishAsync(int number, string from, TariffDocument document)
    {
        var version = new TariffVersion
        {
            Number = number,
            Hash = Convert.ToHexStringLower(World.Sha(document.ToByteArray())),
            ValidFrom = from,
        };
        await HearAsync(new TariffVersionPublished { Version = version });
        return version;
    }

    /// <summary>The document of a version is fetched.</summary>
    public Task FetchedAsync(TariffVersion version, TariffDocument document) =>
        Tariffs.StoreAsync(version, document.ToByteArray(), default);

    public Task RefreshTariffsAsync() => Tariffs.RefreshAsync(default);
}
