namespace CrmClub.Contracts.Identifiers;

/// <summary>The kinds of identifiers that can be checked by name.</summary>
public static class IdentifierKinds
{
    /// <summary>The check of each kind.</summary>
    public static IReadOnlyDictionary<string, Func<string, IdentifierCheck>> All { get; } =
        new SortedDictionary<string, Func<string, IdentifierCheck>>(StringComparer.Ordinal)
        {
            ["container"] = ContainerNumber.Check,
            ["country"] = Countries.Check,
            ["currency"] = Currencies.Check,
            ["eori"] = Eori.Check,
            ["hs"] = HsCode.Check,
            ["jcn"] = JapaneseCorporateNumber.Check,
            ["lei"] = Lei.Check,
            ["mrn"] = Mrn.Check,
        };
}
