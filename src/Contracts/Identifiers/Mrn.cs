using System.Globalization;

namespace CrmClub.Contracts.Identifiers;

/// <summary>
/// Master reference number (UCC Annex B, data element 12 01; form of TAXUD's algorithm): two digits of the year, the
/// country, twelve alphanumerics, the procedure identifier, a check digit by ISO 6346. Numbers given before the
/// present form may have anything alphanumeric at place 17.
/// </summary>
public static class Mrn
{
    /// <summary>Number of characters.</summary>
    public const int Length = 18;

    /// <summary>Number of characters that whoever gives the number may choose.</summary>
    public const int BodyLength = 12;

    /// <summary>Procedure identifier of an import declaration.</summary>
    public const char ImportProcedure = 'R';

    private const string Form = "18 characters: year (2 digits), country, 12 alphanumerics, procedure, check digit";

    /// <summary>Checks form, country and check digit.</summary>
    public static IdentifierCheck Check(string value)
    {
        if (value.Length != Length)
            return new(value, "MRN_FORM", Form, $"An MRN has 18 characters; this has {value.Length}.");
        if (!CheckCharacters.IsUpperAlphanumeric(value))
            return new(value, "MRN_FORM", Form, "An MRN has only digits and capital letters.");
        if (!CheckCharacters.IsDigits(value.AsSpan(0, 2)) || !char.IsAsciiDigit(value[17]))
            return new(value, "MRN_FORM", Form, "An MRN begins with two digits of the year and ends with a digit.");
        var country = value.Substring(2, 2);
        if (!Countries.IsCustomsCode(country))
            return new(value, "MRN_COUNTRY", "an ISO 3166-1 country code at places 3 and 4",
                $"{country} is no country.");
        var expected = CheckCharacters.Iso6346(value.AsSpan(0, Length - 1));
        return expected == value[17] - '0'
            ? IdentifierCheck.Valid(value)
            : new(value, "MRN_CHECK_CHARACTER", $"{value[..17]}{expected}",
                $"The check digit of {value[..17]} is {expected}, not {value[17]}.");
    }

    /// <summary>Builds a number with its check digit.</summary>
    /// <param name="year">Year of acceptance, four digits.</param>
    /// <param name="country">ISO 3166-1 alpha-2 code of the country where the declaration is lodged.</param>
    /// <param name="body">Twelve digits or capital letters, unique for year and country.</param>
    /// <param name="procedure">Procedure identifier.</param>
    /// <exception cref="ArgumentException">A part does not have its form.</exception>
    public static string Build(int year, string country, ReadOnlySpan<char> body, char procedure = ImportProcedure)
    {
        if (body.Length != BodyLength || !CheckCharacters.IsUpperAlphanumeric(body))
            throw new ArgumentException("Twelve digits or capital letters.", nameof(body));
        if (!Countries.IsCustomsCode(country)) throw new ArgumentException("No country.", nameof(country));
        if (!char.IsAsciiLetterUpper(procedure))
            throw new ArgumentException("A capital letter.", nameof(procedure));
        var first = $"{(year % 100).ToString("00", CultureInfo.InvariantCulture)}{country}{body}{procedure}";
        return first + (char)('0' + CheckCharacters.Iso6346(first));
    }
}
