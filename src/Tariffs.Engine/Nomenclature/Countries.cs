namespace CrmClub.Tariffs.Engine;

/// <summary>Countries by ISO 3166-1 alpha-2.</summary>
public static class Countries
{
    /// <summary>Whether the code is assigned.</summary>
    public static bool Contains(string code) => throw new NotImplementedException();
}
