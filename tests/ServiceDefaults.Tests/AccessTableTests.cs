using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Identity;
using Google.Protobuf.Reflection;

namespace CrmClub.ServiceDefaults.Tests;

public sealed class AccessTableTests
{
    private static readonly IEnumerable<ServiceDescriptor> Contracts = typeof(Declaration).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>()
        .SelectMany(file => file.Services);

    [Fact]
    public void Roles_EveryRpcOfTheContracts_HasARuleAndNoOtherHas()
    {
        var rpcs = Contracts.SelectMany(service => service.Methods)
            .Select(method => $"/{method.Service.FullName}/{method.Name}").Order().ToList();

        Assert.NotEmpty(rpcs);
        Assert.Equal(rpcs, AccessTable.Roles.Keys.Order());
        Assert.All(AccessTable.Roles.Values, Assert.NotEmpty);
    }

    [Fact]
    public void Roles_EveryNamedRole_IsOneOfTheClub()
    {
        string[] known = [.. ClubRoles.SignedIn, ClubRoles.Service, ClubRoles.Anyone];

        Assert.All(AccessTable.Roles.Values.SelectMany(roles => roles), role => Assert.Contains(role, known));
    }

    [Theory]
    [InlineData("/crmclub.declarations.v1.DeclarationService/SubmitDeclaration", "Customs.System", true)]
    [InlineData("/crmclub.declarations.v1.DeclarationService/SubmitDeclaration", "Secretariat.Officer", false)]
    [InlineData("/crmclub.declarations.v1.DeclarationService/GetDeclaration", "Operator", false)]
    [InlineData("/crmclub.suppliers.v1.SupplierService/ApproveChange", "Secretariat.Officer", false)]
    [InlineData("/crmclub.journal.v1.JournalService/Snapshot", "Auditor", false)]
    [InlineData("/crmclub.journal.v1.JournalService/Snapshot", "Club.Service", true)]
    [InlineData("/crmclub.suppliers.v1.SupplierService/ListFacilities", "Club.Service", false)]
    [InlineData("/crmclub.declarations.v1.DeclarationService/NotThere", "Auditor", false)]
    public void Allows_OneRole_AsTheTableSays(string rpc, string role, bool allowed)
    {
        var caller = new Caller("id", "client", "tenant", true, new HashSet<string> { role });

        Assert.Equal(allowed, AccessTable.Allows(rpc, caller));
    }

    /// <summary>What a system is registered for is decided for each RPC that is open to systems, and once.</summary>
    [Fact]
    public void Operations_EveryRpcOpenToCustomsSystems_BelongsToOneAndNoOtherDoes()
    {
        var open = AccessTable.Roles.Where(rule =>
                rule.Value.Contains(ClubRoles.CustomsSystem) || rule.Value.Contains(ClubRoles.Applicant))
            .Select(rule => rule.Key);

        Assert.Equal(open.Order(), SystemOperations.ByPath.Keys.Order());
        Assert.Equal(
            Enum.GetValues<SystemOperation>().Where(operation => operation != SystemOperation.Unspecified),
            SystemOperations.ByPath.Values.Distinct().Order());
    }

    [Fact]
    public void IsAnonymous_LookAlikesAndContractsButThoseForAnyone_AreNot()
    {
        string[] open =
        [
            "/crmclub.declarations.v1.ReceiptService/GetPublicKeys",
            "/crmclub.declarations.v1.ReceiptService/GetTreeHeads",
            "/crmclub.suppliers.v1.CredentialService/GetCredential",
            "/crmclub.suppliers.v1.CredentialService/GetDidDocument",
            "/crmclub.suppliers.v1.CredentialService/GetStatusList",
            "/crmclub.suppliers.v1.CredentialService/VerifyCredential",
            "/crmclub.suppliers.v1.GrievanceService/FileGrievance",
            "/crmclub.suppliers.v1.GrievanceService/GetGrievanceStatus",
            "/crmclub.suppliers.v1.RegisterService/ExportRegister",
            "/crmclub.suppliers.v1.RegisterService/GetRegisteredCertificate",
            "/crmclub.suppliers.v1.RegisterService/GetRegisteredFacility",
            "/crmclub.suppliers.v1.RegisterService/SearchRegister",
            "/crmclub.tariffs.v1.DutyFinderService/FindDuty",
        ];

        Assert.True(AccessTable.IsAnonymous("/grpc.health.v1.Health/Check"));
        Assert.False(AccessTable.IsAnonymous("/grpc.health.v1.HealthX/Check"));
        Assert.False(AccessTable.IsAnonymous("/crmclub.suppliers.v1.CredentialService/Other"));
        Assert.Equal(open, AccessTable.Roles.Keys.Where(AccessTable.IsAnonymous).Order());
        Assert.All(open, path => Assert.Equal([ClubRoles.Anyone], AccessTable.Roles[path]));
    }

    [Fact]
    public void Counts_ForeignTenant_GivesNoRoleOfTheClub()
    {
        var foreign = ClubRoles.SignedIn.Append(ClubRoles.Service).Where(role =>
            ClubRoles.Counts(role, clubTenant: false, isPerson: true)
            || ClubRoles.Counts(role, clubTenant: false, isPerson: false));

        Assert.Equal(["Applicant", "Customs.Officer", "Customs.System"], foreign.Order());
    }

    [Fact]
    public void Contracts_Areas_AreAllSeen() => Assert.Superset(
        new HashSet<string>
        {
            MembershipService.Descriptor.FullName, TariffService.Descriptor.FullName,
            SupplierService.Descriptor.FullName, DeclarationService.Descriptor.FullName,
            JournalService.Descriptor.FullName, AuditService.Descriptor.FullName, CopyService.Descriptor.FullName,
        },
        Contracts.Select(service => service.FullName).ToHashSet());
}
