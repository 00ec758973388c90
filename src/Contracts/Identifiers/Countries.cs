using System.Collections.Frozen;

namespace CrmClub.Contracts.Identifiers;

/// <summary>A country of ISO 3166-1.</summary>
/// <param name="Alpha2">For instance "JP".</param>
/// <param name="Alpha3">For instance "JPN".</param>
/// <param name="Numeric">Three digits, for instance "392".</param>
/// <param name="NameEn">English name.</param>
/// <param name="NameJa">Japanese name.</param>
public sealed record Country(string Alpha2, string Alpha3, string Numeric, string NameEn, string NameJa);

/// <summary>The code list ISO 3166-1, from <c>data/codes/countries.csv</c>.</summary>
public static class Countries
{
    private const string NorthernIreland = "XI";

    private static readonly FrozenDictionary<string, Country> ByAlpha2 = CodeList.Read("countries.csv")
        .Select(f => new Country(f[0], f[1], f[2], f[3], f[4]))
        .ToFrozenDictionary(c => c.Alpha2, StringComparer.Ordinal);

    /// <summary>All countries, by alpha-2 code.</summary>
    public static IReadOnlyDictionary<string, Country> All => ByAlpha2;

    /// <summary>True for an alpha-2 code of the list, in capitals.</summary>
    public static bool IsKnown(string alpha2) => ByAlpha2.ContainsKey(alpha2);

    /// <summary>Checks an alpha-2 code.</summary>
    public static IdentifierCheck Check(string value) => IsKnown(value)
        ? IdentifierCheck.Valid(value)
        : new(value, "COUNTRY_CODE", "an ISO 3166-1 alpha-2 code in capitals",
            $"'{value}' is no country of ISO 3166-1.");

    /// <summary>
    /// True for a country, and for XI, under which customs numbers of Northern Ireland are given (Windsor Framework).
    /// </summary>
    internal static bool IsCustomsCode(string code) => code == NorthernIreland || IsKnown(code);
}
