namespace CrmClub.Web.Risk;

/// <summary>A step that a person takes with a profile.</summary>
public enum RiskDeed
{
    /// <summary>Says what the proposed version would have done on days past.</summary>
    Try,

    /// <summary>Second pair of eyes: it takes effect.</summary>
    Approve,

    /// <summary>Proposes to take it out of force.</summary>
    End,
}

/// <summary>A step as it is asked for on a page.</summary>
internal sealed class RiskDeedForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public RiskDeed Deed { get; set; }

    /// <summary>Of a trial: first day of acceptance.</summary>
    public string? From { get; set; }

    /// <summary>Of a trial: day after the last.</summary>
    public string? To { get; set; }

    /// <summary>Of what is approved.</summary>
    public string? ContentHash { get; set; }
}
