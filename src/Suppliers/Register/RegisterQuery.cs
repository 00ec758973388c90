using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Suppliers.Register;

/// <summary>What a search needs to know of a facility.</summary>
internal sealed record IndexedFacility(
    string Number,
    string Country,
    IReadOnlyList<string> Names,
    IReadOnlyList<(string Material, Stage Stage)> Scopes,
    IReadOnlyList<CertificateFacts> Certificates);

/// <summary>What a search asks for; empty and unspecified parts ask for nothing.</summary>
internal sealed record RegisterQuery(
    string Text,
    string Country,
    string Material,
    Stage Stage,
    CertificateLevel Level,
    RegisterState State,
    DateOnly Day)
{
    public bool Wants(IndexedFacility facility)
    {
        if (Country.Length > 0 && facility.Country != Country)
            return false;
        if (Level == CertificateLevel.Unspecified && State == RegisterState.Unspecified)
            return Covers(facility.Scopes);
        return facility.Certificates.Any(one =>
            (Level == CertificateLevel.Unspecified || one.Level == Level)
            && (State == RegisterState.Unspecified || one.StateOn(Day) == State)
            && Covers(one.Scopes));
    }

    private bool Covers(IReadOnlyList<(string Material, Stage Stage)> scopes)
    {
        if (Material.Length == 0 && Stage == Stage.Unspecified)
            return true;
        foreach (var (material, stage) in scopes)
        {
            if ((Material.Length == 0 || material == Material) && (Stage == Stage.Unspecified || stage == Stage))
                return true;
        }

        return false;
    }
}

/// <summary>A facility that was found. The higher the score the better; equal ones go by their numbers.</summary>
internal readonly record struct RegisterHit(float Score, string Number) : IComparable<RegisterHit>
{
    public static RegisterHit BeforeAll { get; } = new(float.PositiveInfinity, "");

    public int CompareTo(RegisterHit other) => Score == other.Score
        ? string.CompareOrdinal(Number, other.Number)
        : other.Score.CompareTo(Score);
}
