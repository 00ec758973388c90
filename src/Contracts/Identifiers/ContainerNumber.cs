namespace CrmClub.Contracts.Identifiers;

/// <summary>Freight container number (ISO 6346): owner, category U, J or Z, six digits, check digit.</summary>
public static class ContainerNumber
{
    private const int Length = 11;
    private const string Form = "3 capital letters, U, J or Z, 6 digits and a check digit";

    /// <summary>Checks form and check digit.</summary>
    public static IdentifierCheck Check(string value)
    {
        if (value.Length != Length)
            return new(value, "CONTAINER_FORM", Form, $"It has 11 characters; this has {value.Length}.");
        if (value.AsSpan(0, 3).ContainsAnyExceptInRange('A', 'Z') || value[3] is not ('U' or 'J' or 'Z')
            || !CheckCharacters.IsDigits(value.AsSpan(4)))
            return new(value, "CONTAINER_FORM", Form, "A container number is four capital letters and seven digits.");
        var expected = CheckCharacters.Iso6346(value.AsSpan(0, Length - 1));
        return expected == value[10] - '0'
            ? IdentifierCheck.Valid(value)
            : new(value, "CONTAINER_CHECK_DIGIT", $"{value[..10]}{expected}",
                $"The check digit of {value[..10]} is {expected}, not {value[10]}.");
    }
}
