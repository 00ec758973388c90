using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Declarations.Tests;

/// <summary>While its party applies, a system tries declarations as it will send them later; none is kept.</summary>
public sealed class ApplicantTests(Servers servers) : IAsyncLifetime
{
    private const string Applied = "2027-06-01";
    private const string Tenant = "7e000000-0000-4000-8000-0000000000a0";

    private static readonly Caller Applicant = Called(ClubRoles.Applicant);

    private TestService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.FoundAsync(servers.Postgres);
        Known(PartyStatus.Applicant);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Try_ByAnApplicant_IsDecidedInFull_AndNothingIsKept()
    {
        var german = await _service.SubmitAsync(World.Metals("DE", "L-1", Applied), validateOnly: true);

        var tried = await _service.SubmitAsync(World.Metals("AU", "L-1", Applied), null, Applicant, validateOnly: true);

        Assert.Equal(german.Revision.Decision.Duty, tried.Revision.Decision.Duty);
        Assert.NotEqual("0.00", tried.Revision.Decision.Duty);
        Assert.Equal(0, await _service.CountAsync("declaration"));
        Assert.Equal(0, await _service.CountAsync("journal"));
    }

    [Fact]
    public async Task Submit_ByAnApplicant_IsOnlyTried_WhicheverWayItCame()
    {
        await _service.SubmitAsync(World.Metals("AU", "L-1", Applied), null, Applicant);

        Assert.Equal(0, await _service.CountAsync("declaration"));
        Assert.Equal(0, await _service.CountAsync("journal"));
    }

    [Theory]
    [InlineData(PartyStatus.Applicant, "2027-05-31")]
    [InlineData(PartyStatus.Refused, Applied)]
    [InlineData(PartyStatus.Withdrawn, Applied)]
    public async Task Try_WhileThePartyDoesNotApply_IsRefused(PartyStatus status, string day)
    {
        Known(status);

        var refused = await RefusalAsync(World.Metals("AU", "L-1", day), Applicant, validateOnly: true);

        Assert.Equal(ErrorReason.PartySuspended, refused.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Submit_AsACustomsSystemOfAnApplicant_IsRefused(bool validateOnly)
    {
        var refused = await RefusalAsync(
            World.Metals("AU", "L-1", Applied), Called(ClubRoles.CustomsSystem), validateOnly);

        Assert.Equal(ErrorReason.PartySuspended, refused.Reason);
    }

    [Fact]
    public async Task Try_ForAnotherAdministration_IsRefused()
    {
        var refused = await RefusalAsync(World.Metals("DE", "L-1", Applied), Applicant, validateOnly: true);

        Assert.Equal(ErrorReason.OtherAdministration, refused.Reason);
    }

    private Task<ClubException> RefusalAsync(Declaration declaration, Caller caller, bool validateOnly) =>
        Assert.ThrowsAsync<ClubException>(() => _service.SubmitAsync(declaration, null, caller, validateOnly));

    private void Known(PartyStatus status)
    {
        var founding = World.Founding();
        var administration = founding.Administrations[0].Clone();
        (administration.Code, administration.Party, administration.TenantId) = ("AU", "AU", Tenant);
        founding.Administrations.Add(administration);
        founding.Parties.Add(new Party
        {
            Code = "AU",
            Countries = { "AU" },
            VotingSharePercent = "0",
            Statuses =
            {
                new PartyStatusRow
                {
                    Status = status,
                    ValidFrom = Applied,
                    RecordedAt = Timestamp.FromDateTime(new(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
                },
            },
        });
        _service.Membership.Replace(new MembershipView(1, [.. MembershipRecords.Of(founding)]));
    }

    private static Caller Called(string role) => new(
        "5e000000-0000-4000-8000-0000000000a0", "5e000000-0000-4000-8000-0000000000a0", Tenant, IsPerson: false,
        new HashSet<string> { role });
}
