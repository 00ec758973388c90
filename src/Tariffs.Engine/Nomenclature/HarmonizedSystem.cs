namespace CrmClub.Tariffs.Engine;

/// <summary>The Harmonized System, edition 2022: chapters, headings and subheadings (2, 4 and 6 digits).</summary>
public static class HarmonizedSystem
{
    /// <summary>Name of the edition.</summary>
    public const string Edition = "HS2022";

    /// <summary>Whether a code of 2, 4 or 6 digits is in the edition.</summary>
    public static bool Contains(ReadOnlySpan<char> code) => throw new NotImplementedException();

    /// <summary>The English description of a code of 2, 4 or 6 digits, or null.</summary>
    public static string? Description(ReadOnlySpan<char> code) => throw new NotImplementedException();
}
