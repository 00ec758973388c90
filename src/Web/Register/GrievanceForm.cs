namespace CrmClub.Web.Register;

/// <summary>A grievance as it is written into the page; nothing of it is kept here.</summary>
internal sealed class GrievanceForm
{
    /// <summary>Given with the page, so that a form that is sent twice is one grievance.</summary>
    public string? RequestId { get; set; }

    public string? Language { get; set; }

    public string? Text { get; set; }

    public string? Facility { get; set; }

    public string? Certificate { get; set; }

    public string? Name { get; set; }

    public string? Contact { get; set; }
}

/// <summary>What somebody asks by their receipt.</summary>
internal sealed class ReceiptForm
{
    public string? Receipt { get; set; }

    public string? Secret { get; set; }
}

/// <summary>A credential that somebody was shown.</summary>
internal sealed class CredentialForm
{
    public string? Credential { get; set; }
}
