using System.Globalization;
using System.Text.Json;
using CrmClub.Contracts.Suppliers.V1;
using Code = CrmClub.Contracts.Suppliers.V1.CredentialFaultCode;

namespace CrmClub.Credentials;

/// <summary>Looks a credential up in the status lists at hand, and judges these first.</summary>
internal static class StatusCheck
{
    /// <summary>How far the clocks of issuer and verifier may differ.</summary>
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, (Code Code, string Message)> Purposes = new()
    {
        [StatusList.Revocation] = (Code.Revoked, "It was revoked."),
        [StatusList.Suspension] = (Code.Suspended, "It is suspended."),
    };

    public static void Judge(JsonElement document, Evidence evidence, CredentialVerdict verdict)
    {
        var lists = Lists(evidence, verdict);
        var entries = DataModel.Each(document, "credentialStatus")
            .Where(entry => DataModel.Text(entry, "type") == StatusList.EntryType).ToList();
        if (!entries.Any(entry => DataModel.Text(entry, "statusPurpose") == StatusList.Revocation))
            Verifier.Add(verdict, Code.StatusAbsent, "It does not say where its revocation would be shown.");
        foreach (var entry in entries)
        {
            var name = DataModel.Text(entry, "statusListCredential") ?? "";
            if (lists.TryGetValue(name, out var list))
                Look(entry, list, verdict);
            else
                Verifier.Add(verdict, Code.StatusListMissing, $"The list {name} is not at hand.");
        }
    }

    private static Dictionary<string, (StatusList Bits, string? Purpose)> Lists(
        Evidence evidence, CredentialVerdict verdict)
    {
        var lists = new Dictionary<string, (StatusList, string?)>(StringComparer.Ordinal);
        foreach (var secured in evidence.StatusLists)
        {
            if (SecuredCredential.Read(secured) is not { } read)
            {
                Verifier.Add(verdict, Code.StatusListMalformed, "A list is no compact JWS of two JSON objects.");
                continue;
            }

            var document = read.Document;
            var name = DataModel.Text(document, "id") ?? "";
            var subject = DataModel.Each(document, "credentialSubject").FirstOrDefault();
            if (Verifier.IssuerOf(document) != evidence.Issuer.Id)
                Verifier.Add(verdict, Code.StatusListForeign, $"The list {name} is not by {evidence.Issuer.Id}.");
            foreach (var fault in Verifier.Envelope(read, evidence.Issuer))
                Verifier.Add(verdict, Code.StatusListForged, $"The list {name}: {fault.Message}");
            if (!IsFresh(document, evidence.At))
                Verifier.Add(verdict, Code.StatusListStale, $"The list {name} does not count at this time.");
            if (DataModel.Faults(document).Count == 0
                && DataModel.Each(document, "type").Any(type => $"{type}" == StatusList.ListType)
                && StatusList.Decode(DataModel.Text(subject, "encodedList")) is { } bits)
                lists[name] = (bits, DataModel.Text(subject, "statusPurpose"));
            else
                Verifier.Add(verdict, Code.StatusListMalformed, $"The list {name} is no status list.");
        }

        return lists;
    }

    // A list without an end would hide, kept for ever, what was revoked since.
    private static bool IsFresh(JsonElement list, DateTimeOffset at) =>
        DataModel.Instant(DataModel.Text(list, "validFrom")) is { } from && from <= at + ClockSkewMax
        && DataModel.Instant(DataModel.Text(list, "validUntil")) is { } until && at < until;

    private static void Look(JsonElement entry, (StatusList Bits, string? Purpose) list, CredentialVerdict verdict)
    {
        var purpose = DataModel.Text(entry, "statusPurpose") ?? "";
        if (purpose != list.Purpose || !Purposes.TryGetValue(purpose, out var meaning))
            Verifier.Add(verdict, Code.StatusPurpose, $"The list for {purpose} is for {list.Purpose}.");
        else if (!int.TryParse(DataModel.Text(entry, "statusListIndex"), NumberStyles.None,
            CultureInfo.InvariantCulture, out var index) || index >= list.Bits.Entries)
            Verifier.Add(verdict, Code.StatusIndex, "The list has no such entry.");
        else if (list.Bits[index])
            Verifier.Add(verdict, meaning.Code, meaning.Message);
    }
}
