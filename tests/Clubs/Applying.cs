using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Testing.Clubs;

/// <summary>What officers do for a country that applies, each as themselves and through the gateway.</summary>
public static class Applying
{
    extension(ClubUnderTest club)
    {
        /// <summary>Australia applies, and its administration and the system "applicant-au" are registered.</summary>
        public async Task AustraliaAppliesAsync(CancellationToken cancel)
        {
            using var officer = club.SignedInAs("secretariat");
            await officer.CallAsync(options => officer.Membership.ApplyForMembershipAsync(new ApplyForMembershipRequest
            {
                RequestId = NewId(),
                Party = new Party { Code = "AU", NameEn = "Australia", NameJa = "オーストラリア", Countries = { "AU" } },
                Reason = "Letter of application",
            }, options), cancel: cancel);
            var all = await officer.CallAsync(options => officer.Membership.ListAdministrationsAsync(
                new ListAdministrationsRequest { Party = "EU", PageSize = 1 }, options), cancel: cancel);
            var administration = all.Administrations[0];
            (administration.Code, administration.Party) = ("AU", "AU");
            (administration.NameEn, administration.NameJa) = ("Australian Border Force", "オーストラリア国境部隊");
            (administration.TimeZone, administration.TenantId) =
                ("Australia/Sydney", "7e000000-0000-4000-8000-0000000000a0");
            await club.ChangeAsync(
                new Change { Administration = administration, Reason = "Letter of the party" }, cancel);
            var system = new CustomsSystem
            {
                ClientId = "5e000000-0000-4000-8000-0000000000a0",
                Administration = "AU",
                Name = "applicant-au",
            };
            await club.ChangeAsync(
                new Change { CustomsSystem = system, Reason = "Letter of the administration" }, cancel);
        }

        /// <summary>A change that one officer prepares and another approves.</summary>
        public async Task ChangeAsync(Change change, CancellationToken cancel)
        {
            using var officer = club.SignedInAs("secretariat");
            using var approver = club.SignedInAs("approver");
            var prepared = await officer.CallAsync(options => officer.Membership.PrepareChangeAsync(
                new PrepareChangeRequest { RequestId = NewId(), Change = change }, options), cancel: cancel);
            await approver.CallAsync(options => approver.Membership.ApproveChangeAsync(
                new ApproveChangeRequest { RequestId = NewId(), ChangeId = prepared.Change.Id }, options),
                cancel: cancel);
        }
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
