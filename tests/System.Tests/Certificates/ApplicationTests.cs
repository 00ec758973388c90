using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Certificates;

/// <summary>From application to certificate, by gRPC through the gateway, each as themselves.</summary>
public sealed class ApplicationTests(RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Application_ByFourIdentities_EndsWithACredentialThatHolds()
    {
        var club = running.Club;
        using var officer = club.SignedInAs("secretariat");
        var facility = await RegisteredAsync();

        using var supplier = club.SignedInAs("supplier");
        var filed = (await supplier.CallAsync(o => supplier.Applications.FileApplicationAsync(
            new FileApplicationRequest { RequestId = NewId(), Application = Application(facility.Number) }, o),
            cancel: Cancel)).Application;
        var body = await club.AccreditAsync(Cancel);
        await officer.CallAsync(o => officer.Applications.AssignApplicationAsync(
            new AssignApplicationRequest { RequestId = NewId(), Number = filed.Number, Body = body }, o),
            cancel: Cancel);
        var assessment = await club.AssessAsync(facility, Cancel, filed.Number);
        Assert.Equal(ApplicationState.Concluded, (await SeenAsync(supplier, filed.Number)).State);
        var change = (await officer.CallAsync(o => officer.Suppliers.PrepareCertificateAsync(
            Certificate(facility.Number, assessment), o), cancel: Cancel)).Change;
        var certificate = await club.ApproveAsync(change, "approver", Cancel);

        var seen = await SeenAsync(supplier, filed.Number);
        Assert.Equal(
            (ApplicationState.Certified, assessment, certificate.Number, filed.Number),
            (seen.State, seen.Assessment, seen.Certificate, certificate.Application));
        var credential = await supplier.CallAsync(o => supplier.Credentials.GetCredentialAsync(
            new GetCredentialRequest { Certificate = certificate.Number }, o), cancel: Cancel);
        var verified = await supplier.CallAsync(o => supplier.Credentials.VerifyCredentialAsync(
            new VerifyCredentialRequest { Credential = credential.Data.ToStringUtf8() }, o), cancel: Cancel);
        Assert.True(verified.Verdict.Holds, $"{verified}");

        async Task<Facility> RegisteredAsync()
        {
            var owner = (await officer.CallAsync(o => officer.Suppliers.RegisterOperatorAsync(
                new RegisterOperatorRequest { RequestId = NewId(), Operator = Operator() }, o), cancel: Cancel))
                .Operator;
            await officer.CallAsync(o => officer.Applications.RegisterRepresentativeAsync(
                Certifying.Representation(owner.Number), o), cancel: Cancel);
            return (await officer.CallAsync(o => officer.Suppliers.RegisterFacilityAsync(
                new RegisterFacilityRequest { RequestId = NewId(), Facility = Facility(owner.Number) }, o),
                cancel: Cancel)).Facility;
        }
    }

    private static async Task<CertificationApplication> SeenAsync(Client.ClubClient client, string number) =>
        (await client.CallAsync(o => client.Applications.GetApplicationAsync(
            new GetApplicationRequest { Number = number }, o), cancel: Cancel)).Application;

    private static Operator Operator() => new()
    {
        Name = "Applying operator",
        Country = "MY",
        Identifiers = { new Identifier { Kind = IdentifierKind.Lei, Value = "0000DEMO0000MYEXP050" } },
    };

    private static Facility Facility(string owner) => new()
    {
        Operator = owner,
        Name = "Applying plant",
        Country = "MY",
        Kind = FacilityKind.Separation,
        Scopes = { Scope("900") },
    };

    private static CertificationApplication Application(string facility) => new()
    {
        Facility = facility,
        Scopes = { Scope("") },
        Statement = "All inputs are known by lot.",
    };

    private static PrepareCertificateRequest Certificate(string facility, string assessment) => new()
    {
        RequestId = NewId(),
        Facility = facility,
        Level = CertificateLevel.A,
        Scopes = { Scope("") },
        ValidFrom = Certifying.ValidFrom,
        Reason = "Assessed on application",
        Assessment = assessment,
    };

    private static Scope Scope(string tons) =>
        new() { Material = "Dy", Stage = Stage.SeparatedCompound, CapacityTonsPerYear = tons };

    private static string NewId() => Guid.CreateVersion7().ToString();
}
