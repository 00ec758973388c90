using System.Collections.Frozen;
using System.Globalization;

namespace CrmClub.Contracts.Identifiers;

/// <summary>A currency of ISO 4217.</summary>
/// <param name="Code">For instance "EUR".</param>
/// <param name="Numeric">Three digits, for instance "978".</param>
/// <param name="MinorUnits">Decimal places of its smallest unit, for instance 2, or 0 for JPY.</param>
/// <param name="NameEn">English name.</param>
public sealed record Currency(string Code, string Numeric, int MinorUnits, string NameEn);

/// <summary>
/// The currencies of ISO 4217 in which money can be owed (metals, funds' units and test codes are left out), from
/// <c>data/codes/currencies.csv</c>.
/// </summary>
public static class Currencies
{
    private static readonly FrozenDictionary<string, Currency> ByCode = CodeList.Read("currencies.csv")
        .Select(f => new Currency(f[0], f[1], int.Parse(f[2], CultureInfo.InvariantCulture), f[3]))
        .ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);

    /// <summary>All currencies, by code.</summary>
    public static IReadOnlyDictionary<string, Currency> All => ByCode;

    /// <summary>True for a code of the list, in capitals.</summary>
    public static bool IsKnown(string code) => ByCode.ContainsKey(code);

    /// <summary>Checks a code.</summary>
    public static IdentifierCheck Check(string value) => IsKnown(value)
        ? IdentifierCheck.Valid(value)
        : new(value, "CURRENCY_CODE", "an ISO 4217 code in capitals", $"'{value}' is no currency of ISO 4217.");
}
