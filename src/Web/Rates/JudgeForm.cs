namespace CrmClub.Web.Rates;

/// <summary>What the second person says of a correction.</summary>
public enum JudgeDeed
{
    /// <summary>It is recorded, and counts from now on.</summary>
    Approve,

    /// <summary>It is not recorded.</summary>
    Reject,
}

/// <summary>The judgement as it is written into the page.</summary>
internal sealed class JudgeForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public JudgeDeed Deed { get; set; }

    public string? Reason { get; set; }
}
