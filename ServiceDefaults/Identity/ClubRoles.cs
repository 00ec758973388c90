namespace CrmClub.ServiceDefaults.Identity;

/// <summary>Values of the claim `roles`.</summary>
public static class ClubRoles
{
    public const string CustomsSystem = "Customs.System";
    public const string CustomsOfficer = "Customs.Officer";
    public const string SecretariatOfficer = "Secretariat.Officer";
    public const string SecretariatApprover = "Secretariat.Approver";
    public const string MemberDelegate = "Member.Delegate";
    public const string Assessor = "Assessor";
    public const string CaseOfficer = "Case.Officer";
    public const string Supplier = "Supplier";
    public const string Applicant = "Applicant";
    public const string Auditor = "Auditor";
    public const string Operator = "Operator";

    /// <summary>One service of the club to another.</summary>
    public const string Service = "Club.Service";

    /// <summary>Whoever asks, without a token.</summary>
    public const string Anyone = "*";

    /// <summary>Every role that a person or system outside the club's own processes can have.</summary>
    public static readonly IReadOnlyList<string> SignedIn =
    [
        CustomsSystem, CustomsOfficer, SecretariatOfficer, SecretariatApprover, MemberDelegate, Assessor, CaseOfficer,
        Supplier, Applicant, Auditor, Operator,
    ];

    // The administrator of a foreign tenant can give any role of our application to its own people: those roles that
    // are the club's own count from the club's tenant alone.
    private static readonly HashSet<string> Foreign = [CustomsSystem, CustomsOfficer, Applicant];

    private static readonly HashSet<string> OfSystems = [CustomsSystem, Service, Applicant];

    /// <summary>Whether a role counts for such a caller.</summary>
    public static bool Counts(string role, bool clubTenant, bool isPerson) =>
        (clubTenant || Foreign.Contains(role))
        && (isPerson ? role is not (CustomsSystem or Service) : OfSystems.Contains(role));
}
