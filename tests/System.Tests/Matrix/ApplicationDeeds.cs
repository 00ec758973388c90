using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing.Clubs;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using static CrmClub.System.Tests.Matrix.Deeds;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Sound deeds about an application for a facility that is registered for it.</summary>
internal sealed class ApplicationDeeds(ClubUnderTest club, RegisterFacilityRequest site)
{
    public async Task<(IMessage, IMessage)> MakeAsync(MethodDescriptor rpc, CancellationToken cancel)
    {
        var representation = Certifying.Representation(site.Facility.Operator);
        if (rpc.Name == "RegisterRepresentative")
            return Pair(representation, one => one.Representative.ValidFrom = "2026-01-02");
        using var officer = club.SignedInAs("secretariat");
        await officer.CallAsync(
            o => officer.Applications.RegisterRepresentativeAsync(representation, o), cancel: cancel);
        var facility = await officer.CallAsync(o => officer.Suppliers.RegisterFacilityAsync(site, o), cancel: cancel);
        var application = Application(facility.Facility.Number);
        if (rpc.Name == "FileApplication")
            return Pair(application, one => one.Application.Statement += " Again.");
        using var supplier = club.SignedInAs("supplier");
        var number = (await supplier.CallAsync(
            o => supplier.Applications.FileApplicationAsync(application, o), cancel: cancel)).Application.Number;
        var body = (await officer.CallAsync(
            o => officer.Assessments.RegisterBodyAsync(AssessmentDeeds.Body(), o), cancel: cancel)).Body.Number;
        return rpc.Name switch
        {
            "AssignApplication" => Pair(
                new AssignApplicationRequest { RequestId = NewId(), Number = number, Body = body },
                one => one.Number = "AP-2026-9999"),
            "RefuseApplication" => Pair(
                new RefuseApplicationRequest { RequestId = NewId(), Number = number, Reason = "No permit" },
                one => one.Reason += ", again"),
            "WithdrawApplication" => Pair(
                new WithdrawApplicationRequest { RequestId = NewId(), Number = number, Reason = "Sold" },
                one => one.Reason += ", again"),
            _ => throw new InvalidOperationException($"{rpc.FullName} has no example here."),
        };
    }

    private static FileApplicationRequest Application(string facility) => new()
    {
        RequestId = NewId(),
        Application = new CertificationApplication
        {
            Facility = facility,
            Scopes = { new Scope { Material = "NdPr", Stage = Stage.SeparatedCompound } },
            Statement = "All inputs are known by lot.",
        },
    };
}
