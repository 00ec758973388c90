using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;

namespace CrmClub.Declarations.Supply;

/// <summary>What a published study found, as it comes with the treaty's annexes.</summary>
internal sealed class Study(FoundingDocuments documents)
{
    private SupplyStudy? _read;

    public async Task<SupplyStudy> ReadAsync(CancellationToken cancel) => _read ??= StrictJson.Read<SupplyStudy>(
        (await documents.ReadAsync("supply-shares.json", cancel)).Bytes);

    /// <summary>Its shares of a material at a stage, largest first; none where it has none.</summary>
    public static IEnumerable<StudiedShare> Shares(SupplyStudy study, string material, Stage stage) =>
        study.Supplies.FirstOrDefault(one => one.Materials.Contains(material) && one.Stages.Contains(stage))?.Shares
        ?? Enumerable.Empty<StudiedShare>();
}
