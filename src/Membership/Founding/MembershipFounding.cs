using CrmClub.Contracts.Json;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Groups;
using CrmClub.Membership.Storage;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Membership.Founding;

/// <summary>Takes the treaty's annex on members over, once.</summary>
internal sealed class MembershipFounding(
    NpgsqlDataSource database,
    JournalSignal signal,
    IHostApplicationLifetime lifetime,
    ILogger<MembershipFounding> logger,
    FoundingDocuments documents,
    MembershipState state,
    TimeProvider time)
    : Journal.Founding(database, signal, lifetime, logger)
{
    protected override async Task WriteAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var file = await documents.ReadAsync("membership.json", cancel);
        var document = StrictJson.Read<FoundingDocument>(file.Bytes);
        documents.Move(document);
        FoundingDocumentCheck.Of(document).ThrowIfAny();
        var now = time.RecordedNow();
        foreach (var status in document.Parties.SelectMany(party => party.Statuses))
            status.RecordedAt = now;
        foreach (var mandate in document.Mandates)
            mandate.RecordedAt = now;
        foreach (var system in document.CustomsSystems)
            system.RecordedAt = now;
        foreach (var group in document.CountryGroups)
            GroupRules.Stamp(group, null, now);

        var founded = new ClubFounded { DocumentHash = ByteString.CopyFrom(file.Hash), Document = document };
        var day = LegalDays.Read(document.FoundingDay);
        var entry = await transaction.AppendAsync(new NewEntry("club", "club", day, founded), cancel);
        await MembershipWriter.AddAsync(transaction, MembershipRow.MadeBy(entry, founded), cancel);
    }

    protected override async Task LoadAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        state.Replace((await MembershipReader.BookAsync(connection, cancel)).View);
}
