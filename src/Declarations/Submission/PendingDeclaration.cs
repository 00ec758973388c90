using System.Security.Cryptography;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using CrmClub.Tariffs.Engine;
using Google.Protobuf;

namespace CrmClub.Declarations.Submission;

/// <summary>A declaration that kept every rule, decided, on its way into a group.</summary>
internal sealed class PendingDeclaration
{
    private readonly TaskCompletionSource<Submitted> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PendingDeclaration(Identity identity, Declaration declaration, byte[] document, CancellationToken cancel)
    {
        Identity = identity;
        Declaration = declaration;
        Document = document;
        Cancel = cancel;
    }

    /// <summary>Its identity; the number is drawn anew when one that the club built is taken.</summary>
    public Identity Identity { get; set; }

    public Declaration Declaration { get; }

    public byte[] Document { get; }

    /// <summary>The caller's; one who has gone is not stored.</summary>
    public CancellationToken Cancel { get; }

    /// <summary>The caller's trace; its group is stored outside of it.</summary>
    public string? Trace { get; } = BatchTrace.Current;

    public required Decided Decided { get; set; }

    /// <summary>What was known when it was decided.</summary>
    public required Standing Known { get; set; }

    /// <summary>The day that counts while it is prelodged; null where it is accepted.</summary>
    public DateOnly? ProvisionalDay { get; init; }

    /// <summary>Legal day by whose rules it is decided.</summary>
    public DateOnly Day => ProvisionalDay ?? Identity.AcceptanceDay;

    /// <summary>Countries of origin of its goods, those claimed as preferential included.</summary>
    public IEnumerable<string> Origins => OriginsOf(Declaration);

    public static IEnumerable<string> OriginsOf(Declaration declaration) => declaration.Items
        .SelectMany(item => new[] { item.Origin, item.PreferentialOrigin })
        .Where(origin => origin.Length > 0 && origin != CountryGroup.Club)
        .Distinct();

    public bool CitesCertificates => Decided.Decision.Certificates.Count > 0;

    public Task<Submitted> Stored => _stored.Task;

    public void Complete(Submitted outcome) => _stored.TrySetResult(outcome);

    public void Fail(Exception failure)
    {
        // Looked at here too, since the caller may have gone.
        if (_stored.TrySetException(failure))
            _ = _stored.Task.Exception;
    }

    public StoredRevision FirstRevision(DateTime recordedAt) =>
        new(Identity, 1, Document, Decided.Decision.ToByteArray(), "", null, recordedAt);

    /// <summary>Hash by which a repeat is told from a reused number.</summary>
    public static byte[] HashOf(byte[] document) => SHA256.HashData(document);
}

/// <summary>What is stored for a submission.</summary>
/// <param name="Revision">The first revision.</param>
/// <param name="Replayed">True when it was there before.</param>
internal sealed record Submitted(StoredRevision Revision, bool Replayed);
