using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Web.Filing;

/// <summary>An application for certification as it is written into the page.</summary>
public sealed class ApplyForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    /// <summary>The facility's number.</summary>
    public string? Facility { get; set; }

    public List<ScopeRow> Scopes { get; set => field = value ?? []; } = [];

    public string? Statement { get; set; }

    internal FileApplicationRequest Read() => new()
    {
        RequestId = RequestId ?? "",
        Application = new CertificationApplication
        {
            Facility = Facility?.Trim() ?? "",
            Scopes = { Scopes.Where(one => one.Covered).Select(one => one.Read()) },
            Statement = Statement?.Trim().ReplaceLineEndings("\n") ?? "",
        },
    };
}

/// <summary>That an application is taken back.</summary>
internal sealed class WithdrawForm
{
    public string? RequestId { get; set; }

    public string? Reason { get; set; }
}
