using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Web.Suppliers;

/// <summary>What an officer prepares of an issued certificate.</summary>
public enum CertificateDeed
{
    /// <summary>It does not count until it is lifted.</summary>
    Suspend,

    /// <summary>It counts again.</summary>
    Lift,

    /// <summary>It does not count any more, or never did.</summary>
    Revoke,
}

/// <summary>A change of a certificate as it is asked for on a page.</summary>
internal sealed class CertificateForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public CertificateDeed Deed { get; set; }

    public string? Ground { get; set; }

    public string? Day { get; set; }

    public string? Reason { get; set; }
}

/// <summary>A certificate as it is asked for on the page of its facility.</summary>
internal sealed class IssueForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    /// <summary>Number of the assessment that it rests on.</summary>
    public string? Assessment { get; set; }

    /// <summary>Number of the certificate that it follows.</summary>
    public string? Replaces { get; set; }

    public string? Day { get; set; }

    public string? Reason { get; set; }
}

/// <summary>The approval of a change.</summary>
internal sealed class ApprovalForm
{
    public string? RequestId { get; set; }
}

/// <summary>Which deeds a certificate's newest version leaves open, and what each asks for.</summary>
internal static class CertificateDeeds
{
    public static IEnumerable<CertificateDeed> Of(Certificate newest) => newest.State switch
    {
        CertificateState.Issued => [CertificateDeed.Suspend, CertificateDeed.Revoke],
        CertificateState.Suspended => [CertificateDeed.Lift, CertificateDeed.Revoke],
        CertificateState.Superseded => [CertificateDeed.Revoke],
        _ => [],
    };

    /// <summary>The grounds that a deed may name.</summary>
    public static IEnumerable<Enum> GroundsOf(CertificateDeed deed) => deed switch
    {
        CertificateDeed.Suspend => Enum.GetValues<SuspensionGround>().Skip(1).Cast<Enum>(),
        CertificateDeed.Revoke => Enum.GetValues<RevocationGround>().Skip(1).Cast<Enum>(),
        _ => [],
    };
}
