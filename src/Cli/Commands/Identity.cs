namespace CrmClub.Cli.Commands;

/// <summary>Identities of a developer's club that commands take where <c>--as</c> names none.</summary>
internal static class Identity
{
    /// <summary>Reads everything and changes nothing.</summary>
    public const string Reader = "auditor";

    /// <summary>Keeps the club running.</summary>
    public const string Operator = "operator";

    /// <summary>Prepares.</summary>
    public const string Officer = "secretariat";

    /// <summary>Approves what another prepared.</summary>
    public const string Approver = "approver";

    /// <summary>An officer of a customs administration.</summary>
    public const string CustomsOfficer = "officer-de";

    /// <summary>Handles grievances.</summary>
    public const string CaseOfficer = "case-officer";

    /// <summary>Assesses facilities.</summary>
    public const string Assessor = "assessor";

    /// <summary>Acts for an operator.</summary>
    public const string Supplier = "supplier";

    /// <summary>A system of an applicant.</summary>
    public const string Applicant = "applicant-au";

    /// <summary>A person of an applicant's administration.</summary>
    public const string ApplicantsPerson = "lead-au";

    /// <summary>Votes for a party.</summary>
    public const string Delegate = "delegate-eu";
}
