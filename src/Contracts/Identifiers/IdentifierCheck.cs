namespace CrmClub.Contracts.Identifiers;

/// <summary>Whether a value is a well-formed identifier, and if not, why.</summary>
/// <param name="Canonical">The value as it is written without separators; what was given, where it is invalid.</param>
/// <param name="Rule">Stable name of the broken rule, for instance "MRN_CHECK_CHARACTER"; empty where valid.</param>
/// <param name="Accepted">What would be accepted; empty where valid.</param>
/// <param name="Message">One sentence for people; empty where valid.</param>
public readonly record struct IdentifierCheck(string Canonical, string Rule, string Accepted, string Message)
{
    /// <summary>True where the value keeps the form and its check characters are right.</summary>
    public bool IsValid => Rule.Length == 0;

    internal static IdentifierCheck Valid(string canonical) => new(canonical, "", "", "");
}
