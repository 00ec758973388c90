using System.Text.Json;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf.WellKnownTypes;
using Code = CrmClub.Contracts.Suppliers.V1.CredentialFaultCode;

namespace CrmClub.Credentials;

/// <summary>What a credential is judged by. None of it is taken from the credential.</summary>
/// <param name="Issuer">The one whose credentials count.</param>
/// <param name="StatusLists">The lists at hand, secured as they were fetched.</param>
/// <param name="At">The instant for which it is asked.</param>
/// <param name="Scope">What has to be covered.</param>
public sealed record Evidence(
    DidDocument Issuer, IReadOnlyList<string> StatusLists, DateTimeOffset At, CredentialScope? Scope = null);

/// <summary>Judges a certificate's credential: the same offline and at the door.</summary>
public static class Verifier
{
    public static CredentialVerdict Verify(string credential, Evidence evidence)
    {
        var verdict = new CredentialVerdict();
        if (SecuredCredential.Read(credential) is { } read)
            Judge(read, evidence, verdict);
        else
            Add(verdict, Code.Malformed, "It is no compact JWS of two JSON objects.");
        verdict.Holds = verdict.Faults.Count == 0;
        return verdict;
    }

    internal static void Add(CredentialVerdict verdict, Code code, string message) =>
        verdict.Faults.Add(new CredentialFault { Code = code, Message = message });

    /// <summary>The envelope's faults: a certificate's or a list's.</summary>
    internal static IEnumerable<CredentialFault> Envelope(SecuredCredential read, DidDocument issuer)
    {
        if (read.Alg != SecuredCredential.Algorithm)
            yield return Fault(Code.Algorithm, $"Its algorithm is {read.Alg ?? "missing"}, not ES256.");
        if (read.Typ != SecuredCredential.TokenType)
            yield return Fault(Code.TokenType, $"Its type is {read.Typ ?? "missing"}, not vc+jwt.");
        if (read.IsCritical)
            yield return Fault(Code.CriticalHeader, "Its header asks for an extension that is not known here.");
        if (issuer.Key(read.KeyId) is not { } key)
            yield return Fault(Code.KeyUnknown, $"{issuer.Id} has no key {read.KeyId}.");
        else
        {
            if (!issuer.Asserts(key.KeyId))
                yield return Fault(Code.KeyNotActive, $"The key {key.KeyId} is not in use.");
            if (!read.IsSignedBy(key))
                yield return Fault(Code.Signature, $"Its signature is not by the key {key.KeyId}.");
        }
    }

    internal static string? IssuerOf(JsonElement document) =>
        document.TryGetProperty("issuer", out var issuer)
            ? issuer.ValueKind == JsonValueKind.String ? issuer.GetString() : DataModel.Text(issuer, "id")
            : null;

    private static void Judge(SecuredCredential read, Evidence evidence, CredentialVerdict verdict)
    {
        var document = read.Document;
        verdict.KeyId = read.KeyId ?? "";
        verdict.Issuer = IssuerOf(document) ?? "";
        verdict.Faults.Add(Envelope(read, evidence.Issuer));
        if (verdict.Issuer != evidence.Issuer.Id)
            Add(verdict, Code.Issuer, $"Its issuer is not {evidence.Issuer.Id}.");
        foreach (var fault in DataModel.Faults(document))
            Add(verdict, Code.DataModel, fault);
        if (!DataModel.Each(document, "type").Any(type => $"{type}" == ConformityCredential.Type))
            Add(verdict, Code.CredentialType, $"It is no {ConformityCredential.Type}.");
        ConformityCredential.Read(document, verdict);
        Validity(document, evidence.At, verdict);
        StatusCheck.Judge(document, evidence, verdict);
        Scope(evidence.Scope, verdict);
    }

    private static void Validity(JsonElement document, DateTimeOffset at, CredentialVerdict verdict)
    {
        if (DataModel.Instant(DataModel.Text(document, "validFrom")) is { } from)
        {
            verdict.ValidFrom = Timestamp.FromDateTimeOffset(from);
            if (at < from)
                Add(verdict, Code.NotYetValid, $"It counts from {Instants.Write(from)} on.");
        }

        if (DataModel.Instant(DataModel.Text(document, "validUntil")) is { } until)
        {
            verdict.ValidUntil = Timestamp.FromDateTimeOffset(until);
            if (at >= until)
                Add(verdict, Code.Expired, $"It counted until {Instants.Write(until)}.");
        }
    }

    private static void Scope(CredentialScope? asked, CredentialVerdict verdict)
    {
        if (asked is null)
            return;
        var covers = verdict.Scopes.Any(scope => (asked.Material.Length == 0 || scope.Material == asked.Material)
            && (asked.Stage == Stage.Unspecified || scope.Stage == asked.Stage));
        if (!covers || (asked.Facility.Length > 0 && asked.Facility != verdict.Facility))
            Add(verdict, Code.Scope, "It does not cover this facility, material and stage.");
    }

    private static CredentialFault Fault(Code code, string message) => new() { Code = code, Message = message };
}
