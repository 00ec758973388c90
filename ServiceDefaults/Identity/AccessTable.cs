using System.Collections.Frozen;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>The one table of who may call which RPC. An RPC that is not in it can't be called.</summary>
public static class AccessTable
{
    private static readonly string[] Secretariat = [ClubRoles.SecretariatOfficer, ClubRoles.SecretariatApprover];
    private static readonly string[] Overseers = [ClubRoles.Auditor, ClubRoles.Operator, .. Secretariat];
    private static readonly string[] Reviewers =
        [ClubRoles.CustomsSystem, ClubRoles.CustomsOfficer, ClubRoles.Auditor, .. Secretariat];
    private static readonly IReadOnlyList<string> SignedIn = ClubRoles.SignedIn;

    private static readonly (string Service, string[] Methods, IReadOnlyList<string> Roles)[] Rules =
    [
        ("crmclub.membership.v1.MembershipService",
            [
                "ListParties", "GetParty", "ListAdministrations", "ListCountryGroups", "GetCountryGroup",
                "ListCountries", "ListHolidays",
            ], SignedIn),
        ("crmclub.membership.v1.MembershipService",
            ["ApplyForMembership", "AnnounceWithdrawal", "PrepareChange"], [ClubRoles.SecretariatOfficer]),
        ("crmclub.membership.v1.MembershipService",
            ["ApproveChange", "RejectChange"], [ClubRoles.SecretariatApprover]),
        ("crmclub.membership.v1.MembershipService", ["ListChanges", "ListCustomsSystems"], Overseers),
        ("crmclub.membership.v1.MembershipService",
            ["SuspendCustomsSystem"], [.. Secretariat, ClubRoles.Operator]),
        ("crmclub.membership.v1.VotingService", ["OpenBallot"], [ClubRoles.SecretariatOfficer]),
        ("crmclub.membership.v1.VotingService", ["CastVote"], [ClubRoles.MemberDelegate]),
        ("crmclub.membership.v1.VotingService",
            ["GetBallot", "ListBallots"], [ClubRoles.MemberDelegate, .. Overseers]),
        // Web shows them to everybody in its own name.
        ("crmclub.membership.v1.NoticeService", ["ListNotices", "GetNotice"], [.. SignedIn, ClubRoles.Service]),

        ("crmclub.tariffs.v1.TariffService",
            [
                "ListTariffVersions", "CompareTariffVersions", "LookupMeasures", "CalculateDuty", "CalculateDuties",
                "CompareDuties", "DetermineOrigin", "ListExchangeRates",
            ],
            SignedIn),
        // Who trades has no account; nothing that is asked is kept.
        ("crmclub.tariffs.v1.DutyFinderService", ["FindDuty"], [ClubRoles.Anyone]),
        // Web shows the keys to everybody in its own name.
        ("crmclub.tariffs.v1.TariffService", ["GetTariffVersion"], [.. SignedIn, ClubRoles.Service]),
        // A snapshot by its hash: what Declarations fetches when Redis has it not.
        ("crmclub.tariffs.v1.TariffService", ["GetTariffDocument"], [.. SignedIn, ClubRoles.Service]),
        ("crmclub.tariffs.v1.ProposalService",
            ["DraftProposal", "ReviseProposal", "SubmitProposal", "PutProposalToVote", "WithdrawProposal",
                "ReverseProposal"],
            [ClubRoles.SecretariatOfficer]),
        ("crmclub.tariffs.v1.ProposalService",
            ["ApproveProposal", "RejectProposal", "PublishProposal"], [ClubRoles.SecretariatApprover]),
        ("crmclub.tariffs.v1.ProposalService", ["ResolveComment"], Secretariat),
        // Who votes reads what is voted on, and says what they think of it.
        ("crmclub.tariffs.v1.ProposalService", ["CommentProposal"], [ClubRoles.MemberDelegate, .. Secretariat]),
        // And wants to know what it would do; the service asks who may cancel it.
        ("crmclub.tariffs.v1.ProposalService",
            ["SimulateProposal", "CancelSimulation"], [ClubRoles.MemberDelegate, .. Secretariat]),
        ("crmclub.tariffs.v1.ProposalService",
            ["GetProposal", "ListProposals", "GetSimulation"], [ClubRoles.MemberDelegate, .. Overseers]),
        // What Declarations fetches to simulate.
        ("crmclub.tariffs.v1.ProposalService",
            ["GetSimulationDocument"], [ClubRoles.MemberDelegate, ClubRoles.Service, .. Overseers]),

        ("crmclub.tariffs.v1.NomenclatureService", ["SearchNomenclature", "CorrelateGoodsCode"], SignedIn),
        ("crmclub.tariffs.v1.RateService", ["ListReferencePrices", "ListRateGaps"], SignedIn),
        ("crmclub.tariffs.v1.RateService", ["RecordRates"], [ClubRoles.SecretariatOfficer]),
        ("crmclub.tariffs.v1.RateService",
            ["ApproveRateCorrection", "RejectRateCorrection"], [ClubRoles.SecretariatApprover]),
        ("crmclub.tariffs.v1.RateService", ["ListRateCorrections", "ListRateSets"], Overseers),
        ("crmclub.tariffs.v1.QuotaService", ["ListQuotas", "GetQuota"], SignedIn),
        ("crmclub.tariffs.v1.QuotaService", ["ChangeQuotaState"], [ClubRoles.SecretariatOfficer]),

        ("crmclub.suppliers.v1.SupplierService",
            ["GetFacility", "ListFacilities", "GetCertificate", "ListCertificates"], SignedIn),
        ("crmclub.suppliers.v1.SupplierService",
            [
                "RegisterOperator", "RegisterFacility", "ChangeCapacity", "PrepareCertificate", "PrepareRevocation",
                "PrepareSuspension", "PrepareLifting",
            ],
            [ClubRoles.SecretariatOfficer]),
        ("crmclub.suppliers.v1.SupplierService", ["ListSupplierPairs", "ListCertificateChanges"], Overseers),
        ("crmclub.suppliers.v1.AssessmentService",
            ["GetScheme", "ListBodies", "GetAssessment", "ListAssessments", "ListSurveillance"], SignedIn),
        ("crmclub.suppliers.v1.AssessmentService",
            ["RegisterBody", "RegisterAssessor"], [ClubRoles.SecretariatOfficer]),
        ("crmclub.suppliers.v1.AssessmentService",
            ["RecordAssessment", "ConcludeAssessment"], [ClubRoles.Assessor]),
        ("crmclub.suppliers.v1.AccreditationService", ["PrepareAccreditationChange"], [ClubRoles.SecretariatOfficer]),
        ("crmclub.suppliers.v1.AccreditationService",
            ["ApproveAccreditationChange"], [ClubRoles.SecretariatApprover]),
        ("crmclub.suppliers.v1.ApplicationService",
            ["FileApplication", "WithdrawApplication"], [ClubRoles.Supplier]),
        ("crmclub.suppliers.v1.ApplicationService",
            ["RegisterRepresentative", "AssignApplication", "RefuseApplication"], [ClubRoles.SecretariatOfficer]),
        // A supplier sees its own operator's, an assessor what is assigned to its own body.
        ("crmclub.suppliers.v1.ApplicationService",
            ["GetApplication", "ListApplications"],
            [ClubRoles.Supplier, ClubRoles.Assessor, ClubRoles.Auditor, .. Secretariat]),
        ("crmclub.suppliers.v1.ApplicationService", ["ListRepresentatives"], [ClubRoles.Auditor, .. Secretariat]),
        // A supplier sees its own operator's sums; who declared what is for those who may read declarations.
        ("crmclub.suppliers.v1.BalanceService",
            ["GetBalance"], [ClubRoles.Supplier, ClubRoles.Auditor, .. Secretariat]),
        ("crmclub.suppliers.v1.BalanceService", ["ListClaims"], [ClubRoles.Auditor, .. Secretariat]),
        ("crmclub.suppliers.v1.BalanceService",
            ["RecordTransfer"], [ClubRoles.Supplier, ClubRoles.SecretariatOfficer]),
        ("crmclub.suppliers.v1.SupplierService", ["ApproveChange"], [ClubRoles.SecretariatApprover]),
        ("crmclub.suppliers.v1.SupplierService",
            ["RotateCredentialKeys", "CompromiseCredentialKey"], [ClubRoles.SecretariatApprover, ClubRoles.Operator]),
        ("crmclub.suppliers.v1.SupplierService", ["ApproveCredentialKeys"], [ClubRoles.SecretariatApprover]),
        // A certificate is worth what others can check of it.
        ("crmclub.suppliers.v1.CredentialService",
            ["GetCredential", "GetDidDocument", "GetStatusList", "VerifyCredential"], [ClubRoles.Anyone]),
        ("crmclub.suppliers.v1.RegisterService",
            ["SearchRegister", "GetRegisteredFacility", "GetRegisteredCertificate", "ExportRegister"],
            [ClubRoles.Anyone]),

        // Whoever is affected has no account.
        ("crmclub.suppliers.v1.GrievanceService", ["FileGrievance", "GetGrievanceStatus"], [ClubRoles.Anyone]),
        ("crmclub.suppliers.v1.GrievanceService",
            [
                "ReadSubmission", "AcknowledgeGrievance", "ExamineGrievance", "AnswerGrievance", "EraseSubmission",
            ],
            [ClubRoles.CaseOfficer]),
        ("crmclub.suppliers.v1.GrievanceService",
            ["ListGrievances", "GetGrievance"], [ClubRoles.CaseOfficer, ClubRoles.Auditor, .. Secretariat]),

        ("crmclub.declarations.v1.DeclarationService",
            // What an applicant declares is tried, or belongs to its conformance run.
            ["SubmitDeclaration", "SubmitDeclarations"], [ClubRoles.CustomsSystem, ClubRoles.Applicant]),
        ("crmclub.declarations.v1.DeclarationService", ["StreamDeclarations"], [ClubRoles.CustomsSystem]),
        ("crmclub.declarations.v1.DeclarationService", ["WatchDeclarations"], Reviewers),
        ("crmclub.declarations.v1.DeclarationService",
            // An officer reports controls alone.
            ["ReportDeclaration"], [ClubRoles.CustomsSystem, ClubRoles.CustomsOfficer]),
        ("crmclub.declarations.v1.DeclarationService",
            ["GetDeclaration", "ListDeclarations"], [.. Reviewers, ClubRoles.Applicant]),
        ("crmclub.declarations.v1.DeclarationService",
            ["ListAdjustments", "GetAccounts", "CountArrivals"], Reviewers),
        ("crmclub.declarations.v1.AdjustmentService", ["GetAdjustment"], Reviewers),
        ("crmclub.declarations.v1.AdjustmentService",
            // A system reports notification and settlement alone.
            ["ReportAdjustment"], [ClubRoles.CustomsSystem, ClubRoles.CustomsOfficer]),
        // They count the declarations of all administrations.
        ("crmclub.declarations.v1.AdjustmentService", ["ListReassessments", "GetReassessment"], Overseers),
        // Sums alone: who votes on the tariff reads what it rests on.
        ("crmclub.declarations.v1.SupplyService",
            ["ListSupply", "DrawDominance"], [ClubRoles.MemberDelegate, .. Overseers]),
        ("crmclub.declarations.v1.OutageService",
            // An administration's own people and system say when it was away, an operator when the club was.
            ["OpenOutage", "CloseOutage"], [ClubRoles.CustomsSystem, ClubRoles.CustomsOfficer, ClubRoles.Operator]),
        ("crmclub.declarations.v1.OutageService", ["ListOutages"], SignedIn),
        ("crmclub.declarations.v1.ReceiptService", ["GetReceipt"], Reviewers),
        ("crmclub.declarations.v1.CaseService", ["GetCaseFile"], Reviewers),
        ("crmclub.declarations.v1.ReceiptService", ["GetPublicKeys", "GetTreeHeads"], [ClubRoles.Anyone]),
        ("crmclub.declarations.v1.ControlService",
            // The service asks whose: officers prepare their administration's, the secretariat the club's.
            ["ProposeRiskProfile", "TryRiskProfile", "EndRiskProfile"],
            [ClubRoles.CustomsOfficer, ClubRoles.SecretariatOfficer]),
        ("crmclub.declarations.v1.ControlService", ["ApproveRiskProfile"],
            [ClubRoles.CustomsOfficer, ClubRoles.SecretariatApprover]),
        // Not a customs system: thresholds are for people.
        ("crmclub.declarations.v1.ControlService", ["ListRiskProfiles", "GetRiskProfile", "GetControlRates"],
            [ClubRoles.CustomsOfficer, ClubRoles.Auditor, .. Secretariat]),
        ("crmclub.declarations.v1.ConformanceService",
            [
                "StartConformanceRun", "GetConformanceRun", "GetConformanceReport", "ListConformanceSystems",
            ],
            [ClubRoles.Applicant]),
        ("crmclub.declarations.v1.DeclarationService", ["RecomputeDeclarations"], Overseers),
        ("crmclub.declarations.v1.DeclarationService", ["GetServiceInfo"], [.. Overseers, ClubRoles.CustomsSystem]),

        ("crmclub.journal.v1.JournalService", ["ReadJournal", "Snapshot"], [ClubRoles.Service]),
        ("crmclub.journal.v1.AuditService", ["GetTreeHead", "GetConsistencyProof", "VerifyAudit"], Overseers),
        // What they are about names declarations, which an operator does not read.
        ("crmclub.journal.v1.AuditService", ["ListEntries"], [ClubRoles.Auditor, .. Secretariat]),
        ("crmclub.journal.v1.CopyService", ["ListCopies"], Overseers),
        ("crmclub.journal.v1.CopyService", ["ReplayParked"], [ClubRoles.Operator]),
    ];

    // Reflection is served in Development alone.
    private static readonly string[] AnonymousServices =
        ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"];

    /// <summary>The roles that may call each RPC, by its path ("/package.Service/Method").</summary>
    public static readonly FrozenDictionary<string, FrozenSet<string>> Roles = Rules
        .SelectMany(rule => rule.Methods, (rule, method) => (Path: $"/{rule.Service}/{method}", rule.Roles))
        .ToFrozenDictionary(cell => cell.Path, cell => cell.Roles.ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Whether the RPC may be called without a token.</summary>
    public static bool IsAnonymous(string path) => AnonymousServices.Any(service =>
        path.Length > service.Length + 1 && path[service.Length + 1] == '/'
        && path.AsSpan(1).StartsWith(service, StringComparison.Ordinal))
        || (Roles.TryGetValue(path, out var roles) && roles.Contains(ClubRoles.Anyone));

    /// <summary>Whether one of the caller's roles may call the RPC.</summary>
    public static bool Allows(string path, Caller caller) =>
        Roles.TryGetValue(path, out var roles) && caller.Roles.Any(roles.Contains);
}
