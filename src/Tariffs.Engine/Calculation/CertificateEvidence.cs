using System.Collections.Immutable;

namespace CrmClub.Tariffs.Engine;

/// <summary>What is known of a supplier's certificate.</summary>
/// <param name="Number">For instance "CRM-2026-000123".</param>
/// <param name="Version">Version that was known; 0 where it is assumed.</param>
/// <param name="Level">Level.</param>
/// <param name="Country">Country of its facility, ISO 3166-1 alpha-2.</param>
/// <param name="Facility">Number of its facility.</param>
/// <param name="Scopes">Materials and stages that it covers.</param>
/// <param name="Valid">Days on which it is valid.</param>
/// <param name="RevokedFrom">Day from which it does not count; null where not revoked.</param>
public sealed record CertificateEvidence(
    string Number,
    int Version,
    CertificateLevel Level,
    string Country,
    string Facility,
    ImmutableArray<CertificateScope> Scopes,
    Validity Valid,
    DateOnly? RevokedFrom)
{
    /// <summary>A certificate assumed to be valid and to cover the goods; only its level is looked at.</summary>
    public static CertificateEvidence Assume(string number, CertificateLevel level) =>
        new(number, 0, level, "", "", [], new Validity(DateOnly.MinValue, null), null) { IsAssumed = true };

    /// <summary>Days on which it is suspended.</summary>
    public ImmutableArray<Validity> Suspensions { get; init; } = [];

    /// <summary>Day from which another counts in its place; null where none does.</summary>
    public DateOnly? SupersededFrom { get; init; }

    /// <summary>Number of that one.</summary>
    public string SupersededBy { get; init; } = "";

    /// <summary>Whether it is only assumed.</summary>
    public bool IsAssumed { get; private init; }

    /// <summary>The suspension in which the day lies.</summary>
    public Validity? SuspensionOn(DateOnly day)
    {
        foreach (var suspension in Suspensions)
        {
            if (suspension.Covers(day))
                return suspension;
        }

        return null;
    }
}

/// <summary>A material at a stage.</summary>
/// <param name="Material">Code of the material.</param>
/// <param name="Stage">Stage.</param>
public readonly record struct CertificateScope(string Material, Stage Stage);
