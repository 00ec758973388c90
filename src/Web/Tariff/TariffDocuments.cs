using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Tariff;

/// <summary>The newest document that was fetched: it never changes under its hash.</summary>
internal sealed class KeptDocument
{
    private volatile Kept? _kept;

    public TariffDocument? Find(string hash) => _kept is { } kept && kept.Hash == hash ? kept.Document : null;

    public void Keep(string hash, TariffDocument document) => _kept = new Kept(hash, document);

    private sealed record Kept(string Hash, TariffDocument Document);
}

/// <summary>Tariff versions and what they hold.</summary>
internal sealed class TariffDocuments(PersonsCalls calls, KeptDocument kept)
{
    /// <summary>The document of a version.</summary>
    public async Task<Answer<TariffDocument>> DocumentAsync(TariffVersion version)
    {
        if (kept.Find(version.Hash) is { } known)
            return new("tariffs", Trouble.None, known);
        var answer = await calls.TariffDocumentAsync(version.Number);
        if (answer.Value is null)
            return new(answer.Service, answer.Trouble, null);
        var document = TariffDocument.Parser.ParseFrom(answer.Value.Document);
        kept.Keep(version.Hash, document);
        return new(answer.Service, Trouble.None, document);
    }
}
