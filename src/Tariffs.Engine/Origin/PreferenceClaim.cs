namespace CrmClub.Tariffs.Engine.Origin;

/// <summary>What stands against a preference for goods of club origin.</summary>
public enum ClaimObstacle
{
    /// <summary>Nothing proves the origin.</summary>
    ProofMissing = 1,

    /// <summary>The proof is older than twelve months, or from a day to come.</summary>
    ProofNotValid,

    /// <summary>More was done on the way than to keep, load or split it.</summary>
    Altered,

    /// <summary>Nothing shows that it was left as it was in a country outside the club.</summary>
    TransitNotShown,

    /// <summary>The importer claims to know the origin, and shows nothing by which.</summary>
    KnowledgeNotShown,
}

/// <summary>The proof and the way of goods of club origin.</summary>
/// <param name="ProofDay">Legal day on which the proof was made out; null where there is none.</param>
/// <param name="AcceptanceDay">Legal day of acceptance.</param>
/// <param name="IsAltered">Whether it was altered on the way.</param>
/// <param name="Transit">Countries outside the club on the way.</param>
/// <param name="Evidence">What shows that it was left as it was there.</param>
public sealed record PreferenceClaim(
    DateOnly? ProofDay, DateOnly AcceptanceDay, bool IsAltered, IReadOnlyList<string> Transit, string Evidence)
{
    /// <summary>How long a proof of origin is valid.</summary>
    public const int ProofMonths = 12;

    /// <summary>What shows what the importer knows of the origin; null where the exporter states it.</summary>
    public string? ImportersKnowledge { get; init; }

    /// <summary>All that stands against it.</summary>
    public IEnumerable<ClaimObstacle> Obstacles()
    {
        if (ProofDay is not { } day)
            yield return ClaimObstacle.ProofMissing;
        else if (day > AcceptanceDay || day.AddMonths(ProofMonths) < AcceptanceDay)
            yield return ClaimObstacle.ProofNotValid;
        if (ImportersKnowledge is { Length: 0 })
            yield return ClaimObstacle.KnowledgeNotShown;
        if (IsAltered)
            yield return ClaimObstacle.Altered;
        if (Transit.Count > 0 && Evidence.Length == 0)
            yield return ClaimObstacle.TransitNotShown;
    }
}
