namespace CrmClub.Contracts.Identifiers;

/// <summary>
/// Economic operators' registration and identification number (UCC-DA Art. 1(18)): the country and up to fifteen
/// further characters. Only the form is checked; whether it is registered, the Commission's database knows.
/// </summary>
public static class Eori
{
    private const int LengthMax = 17;
    private const string Form = "country code and 1 to 15 digits or capital letters";

    /// <summary>Checks the form and the country.</summary>
    public static IdentifierCheck Check(string value)
    {
        if (value.Length is < 3 or > LengthMax)
            return new(value, "EORI_FORM", Form, $"An EORI has 3 to 17 characters; this has {value.Length}.");
        if (!CheckCharacters.IsUpperAlphanumeric(value))
            return new(value, "EORI_FORM", Form, "An EORI has only digits and capital letters.");
        var country = value[..2];
        if (Countries.IsCustomsCode(country)) return IdentifierCheck.Valid(value);
        var message = country == "EL" ? "EL is Greece's VAT prefix; its EORI begins with GR."
            : $"{country} is no country.";
        return new(value, "EORI_COUNTRY", "an ISO 3166-1 country code at places 1 and 2", message);
    }
}
