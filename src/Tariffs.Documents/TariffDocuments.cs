using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Tariffs.Documents;

/// <summary>From a tariff document to the engine's tariff.</summary>
public static class TariffDocuments
{
    /// <summary>Every fault of the document; empty when it is sound.</summary>
    public static IReadOnlyList<Violation> Check(TariffDocument document) => throw new NotImplementedException();

    /// <summary>The tariff of a sound document.</summary>
    /// <exception cref="TariffDocumentException">The document is not sound.</exception>
    public static Tariff ToTariff(TariffDocument document) => throw new NotImplementedException();
}

/// <summary>A tariff document has faults.</summary>
public sealed class TariffDocumentException(IReadOnlyList<Violation> faults)
    : Exception($"The tariff document has {faults.Count} faults, the first at {faults[0].Field}: {faults[0].Message}")
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<Violation> Faults { get; } = faults;
}
