namespace CrmClub.Tariffs.Engine;

/// <summary>Currencies by ISO 4217.</summary>
public static class Currencies
{
    /// <summary>Whether the alphabetic code is that of a currency in use.</summary>
    public static bool Contains(ReadOnlySpan<char> code) => throw new NotImplementedException();
}
