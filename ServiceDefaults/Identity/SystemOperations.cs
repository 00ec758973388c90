using System.Collections.Frozen;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>For which operation a customs system must be registered, by RPC.</summary>
public static class SystemOperations
{
    private static readonly (SystemOperation Operation, string Service, string[] Methods)[] Rules =
    [
        (SystemOperation.Declare,
            "crmclub.declarations.v1.DeclarationService",
            ["SubmitDeclaration", "SubmitDeclarations", "StreamDeclarations", "ReportDeclaration"]),
        (SystemOperation.Declare, "crmclub.declarations.v1.AdjustmentService", ["ReportAdjustment"]),
        (SystemOperation.ReadDeclarations, "crmclub.declarations.v1.AdjustmentService", ["GetAdjustment"]),
        (SystemOperation.Declare, "crmclub.declarations.v1.OutageService", ["OpenOutage", "CloseOutage"]),
        (SystemOperation.Read, "crmclub.declarations.v1.OutageService", ["ListOutages"]),
        (SystemOperation.Declare,
            "crmclub.declarations.v1.ConformanceService",
            [
                "StartConformanceRun", "GetConformanceRun", "GetConformanceReport", "ListConformanceSystems",
            ]),
        (SystemOperation.ReadDeclarations,
            "crmclub.declarations.v1.DeclarationService",
            [
                "GetDeclaration", "ListDeclarations", "CountArrivals", "ListAdjustments", "WatchDeclarations",
                "GetAccounts",
            ]),
        (SystemOperation.ReadDeclarations, "crmclub.declarations.v1.ReceiptService", ["GetReceipt"]),
        (SystemOperation.ReadDeclarations, "crmclub.declarations.v1.CaseService", ["GetCaseFile"]),
        (SystemOperation.Calculate, "crmclub.tariffs.v1.TariffService",
            ["CalculateDuty", "CalculateDuties", "CompareDuties", "DetermineOrigin"]),
        (SystemOperation.Verify,
            "crmclub.suppliers.v1.SupplierService",
            ["GetFacility", "ListFacilities", "GetCertificate", "ListCertificates"]),
        (SystemOperation.Verify,
            "crmclub.suppliers.v1.AssessmentService",
            ["GetScheme", "ListBodies", "GetAssessment", "ListAssessments", "ListSurveillance"]),
        (SystemOperation.Read,
            "crmclub.membership.v1.MembershipService",
            [
                "ListParties", "GetParty", "ListAdministrations", "ListCountryGroups", "GetCountryGroup",
                "ListCountries", "ListHolidays",
            ]),
        (SystemOperation.Read, "crmclub.membership.v1.NoticeService", ["ListNotices", "GetNotice"]),
        (SystemOperation.Read,
            "crmclub.tariffs.v1.TariffService",
            [
                "GetTariffVersion", "ListTariffVersions", "CompareTariffVersions", "GetTariffDocument",
                "LookupMeasures", "ListExchangeRates",
            ]),
        (SystemOperation.Read,
            "crmclub.tariffs.v1.NomenclatureService", ["SearchNomenclature", "CorrelateGoodsCode"]),
        (SystemOperation.Read, "crmclub.tariffs.v1.RateService", ["ListReferencePrices", "ListRateGaps"]),
        (SystemOperation.Read, "crmclub.tariffs.v1.QuotaService", ["ListQuotas", "GetQuota"]),
        (SystemOperation.Read, "crmclub.declarations.v1.DeclarationService", ["GetServiceInfo"]),
    ];

    /// <summary>The operation of each RPC that is open to customs systems or applicants', by its path.</summary>
    public static readonly FrozenDictionary<string, SystemOperation> ByPath = Rules
        .SelectMany(rule => rule.Methods, (rule, method) => (Path: $"/{rule.Service}/{method}", rule.Operation))
        .ToDictionary(rpc => rpc.Path, rpc => rpc.Operation, StringComparer.Ordinal)
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The operation of an RPC; unspecified for one that no customs system may call.</summary>
    public static SystemOperation Of(string path) => ByPath.GetValueOrDefault(path);
}
