using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Declarations.Tests;

/// <summary>Who is in the club on the day of acceptance, as it was known, decides.</summary>
public sealed class MembershipTests(Servers servers) : IAsyncLifetime
{
    private static readonly Timestamp First = Timestamp.FromDateTime(new(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    private static readonly Timestamp Later = Timestamp.FromDateTime(new(2027, 6, 20, 0, 0, 0, DateTimeKind.Utc));

    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData(PartyStatus.Suspended)]
    [InlineData(PartyStatus.Withdrawn)]
    public async Task Submit_OfAPartyOutsideTheClub_IsRefusedByTheDayOfAcceptance(PartyStatus status)
    {
        Known(World.Founding().Parties[1], new Party
        {
            Code = "EU",
            Countries = { "DE" },
            Statuses = { Row(PartyStatus.Member, World.FirstDay), Row(status, "2027-06-01") },
        });

        await _service.SubmitAsync(World.Metals("DE", "L-1", "2027-05-31"));
        var refused = await Assert.ThrowsAsync<ClubException>(
            () => _service.SubmitAsync(World.Metals("DE", "L-2", "2027-06-01")));

        Assert.Equal(ErrorReason.PartySuspended, refused.Reason);
        Assert.Equal(1, await _service.CountAsync("declaration"));
    }

    [Fact]
    public async Task Recompute_AfterAnAccessionWasCorrected_KnowsWhatWasKnownThen()
    {
        var acceding = Australia(Row(PartyStatus.Acceding, "2027-05-01"));
        acceding.PhaseIn.Add(new PhaseInRow { ValidFrom = "2027-05-01", SharePercent = "75", RecordedAt = First });
        Known([.. World.Founding().Parties, acceding]);

        var before = await _service.SubmitAsync(World.Oxide("L-1", "2027-05-31"));
        var corrected = acceding.Clone();
        corrected.Statuses.Add(Row(PartyStatus.Applicant, "2027-05-01", Later, to: "2027-06-15"));
        corrected.Statuses.Add(Row(PartyStatus.Acceding, "2027-06-15", Later));
        Known([.. World.Founding().Parties, corrected]);
        var after = await _service.SubmitAsync(World.Oxide("L-2", "2027-05-31"));
        var recomputed = await _service.RecomputeAsync();

        Assert.Equal("150000.00", before.Revision.Decision.Duty);
        Assert.Equal("200000.00", after.Revision.Decision.Duty);
        Assert.Equal((2L, 0L), (recomputed.Checked, recomputed.Different));
    }

    private void Known(params Party[] parties)
    {
        var founding = World.Founding();
        founding.Parties.Clear();
        founding.Parties.Add(parties);
        _service.Membership.Replace(new MembershipView(1, [.. MembershipRecords.Of(founding)]));
    }

    private static Party Australia(PartyStatusRow row) =>
        new() { Code = "AU", Countries = { "AU" }, VotingSharePercent = "0", Statuses = { row } };

    private static PartyStatusRow Row(PartyStatus status, string from, Timestamp? at = null, string to = "") =>
        new() { Status = status, ValidFrom = from, ValidTo = to, RecordedAt = at ?? First };
}
