using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Web.Suppliers;

/// <summary>What a prepared change does to a certificate.</summary>
public enum ChangeKind
{
    /// <summary>A new one is issued.</summary>
    Issue,

    /// <summary>It does not count until it is lifted.</summary>
    Suspend,

    /// <summary>It counts again.</summary>
    Lift,

    /// <summary>It does not count any more, or never did.</summary>
    Revoke,
}

internal static class CertificateChanges
{
    public static ChangeKind Kind(this CertificateChange change) => change.Certificate switch
    {
        { Version: 1 } => ChangeKind.Issue,
        { State: CertificateState.Revoked } => ChangeKind.Revoke,
        { State: CertificateState.Suspended } => ChangeKind.Suspend,
        _ => ChangeKind.Lift,
    };

    /// <summary>Day from which it counts, as it was prepared.</summary>
    public static string EffectiveDay(this CertificateChange change) => change.Kind() switch
    {
        ChangeKind.Issue => change.Certificate.ValidFrom,
        ChangeKind.Revoke => change.Certificate.RevokedFrom,
        ChangeKind.Suspend => change.Certificate.Suspensions[^1].From,
        _ => change.Certificate.Suspensions is [.., var last] ? last.Until : "",
    };
}
