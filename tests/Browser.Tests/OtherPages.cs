using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Testing.Clubs;

namespace CrmClub.Browser.Tests;

/// <summary>What there is of other rooms than the secretariat's daily work.</summary>
/// <param name="Application">Number of an application that its supplier has filed.</param>
/// <param name="Assessment">Number of a concluded assessment.</param>
/// <param name="Grievance">Number of a grievance.</param>
/// <param name="Notice">Number of a notice.</param>
/// <param name="WaitingNotice">Id of a notice that waits for approval.</param>
internal sealed record OtherPages(
    string Application, string Assessment, string Grievance, string Notice, string WaitingNotice)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    /// <summary>A supplier applies, somebody is aggrieved, a notice is published, another waits, Australia applies.
    /// </summary>
    public static async Task<OtherPages> FillAsync(
        ClubUnderTest club, Certificate certificate, CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var facility = await officer.CallAsync(options => officer.Suppliers.GetFacilityAsync(
            new GetFacilityRequest { Number = certificate.Facility }, options), Within, cancel);
        await officer.CallAsync(options => officer.Applications.RegisterRepresentativeAsync(
            Certifying.Representation(facility.Operator.Number), options), Within, cancel);
        using var supplier = club.SignedInAs("supplier");
        var filed = await supplier.CallAsync(options => supplier.Applications.FileApplicationAsync(
            new FileApplicationRequest
            {
                RequestId = NewId(),
                Application = new CertificationApplication
                {
                    Facility = certificate.Facility,
                    Scopes =
                    {
                        new Scope { Material = certificate.Scopes[0].Material, Stage = certificate.Scopes[0].Stage },
                    },
                    Statement = "All inputs are known by lot.",
                },
            }, options), Within, cancel);
        var aggrieved = await officer.CallAsync(options => officer.Grievances.FileGrievanceAsync(
            new FileGrievanceRequest
            {
                RequestId = NewId(),
                Language = "en",
                Facility = certificate.Facility,
                Text = "Dust from unit 3",
            }, options), Within, cancel);
        await club.ChangeAsync(Noted(), cancel);
        var notices = await officer.CallAsync(
            options => officer.Notices.ListNoticesAsync(new ListNoticesRequest(), options), Within, cancel);
        var waiting = await officer.CallAsync(options => officer.Membership.PrepareChangeAsync(
            new PrepareChangeRequest { RequestId = NewId(), Change = Noted() }, options), Within, cancel);
        await club.AustraliaAppliesAsync(cancel);
        return new(
            filed.Application.Number, certificate.Assessment, aggrieved.Receipt, notices.Notices[0].Number,
            waiting.Change.Id);
    }

    private static Change Noted() => new()
    {
        Notice = new Notice
        {
            Kind = NoticeKind.General,
            TitleEn = "Mean time between arrival and release",
            TitleJa = "到着から引取りまでの平均時間",
            TextEn = "It was two hours in October.",
            TextJa = "十月は二時間でした。",
        },
        Reason = "Asked for by traders",
    };

    private static string NewId() => $"{Guid.CreateVersion7():D}";
}
