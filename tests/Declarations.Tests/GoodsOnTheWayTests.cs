using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Declarations.Tests;

/// <summary>Goods that were on the way when their party was suspended, by the terms of the day of acceptance.</summary>
public sealed class GoodsOnTheWayTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("2027-04-20", "2027-04-19", "2027-06-19", "0.00")]
    [InlineData("2027-04-20", "2027-04-19", "2027-06-20", "200000.00")]
    [InlineData("2027-04-20", "2027-04-20", "2027-06-19", "200000.00")]
    [InlineData("2027-04-20", "", "2027-06-19", "200000.00")]
    [InlineData("2027-04-20", "2027-04-19", "2027-07-19", "0.00")]
    [InlineData("2027-04-20", "2027-04-19", "2027-06-19", "200000.00", false)]
    public async Task Submit_OfASuspendedParty_KeepsItsTreatmentWhileTheTermLasts(
        string effect, string transport, string day, string duty, bool asked = true)
    {
        await _service.DecideAsync(Suspended(effect), 2);

        var submitted = await _service.SubmitAsync(Oxide("L-1", day, transport, asked));

        var answer = (await _service.GetAsync(submitted.Revision.Identity.Mrn)).Answer;
        Assert.Equal(duty, answer.Duty.Amount);
        Assert.Equal(
            duty != "0.00" && asked,
            answer.Items.Single().Warnings.Any(warning => warning.StartsWith("Request refused: document 9CRW", 0)));
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Fact]
    public async Task Correct_TheEffect_TheTermMovesWithIt()
    {
        await _service.DecideAsync(Suspended("2027-04-20"), 2);
        var late = await _service.SubmitAsync(Oxide("L-1", "2027-06-25", "2027-04-19"));
        var corrected = Suspended("2027-04-20");
        corrected.Statuses.Add(Row(PartyStatus.Member, "2027-04-20", 2, to: "2027-05-01"));
        corrected.Statuses.Add(Row(PartyStatus.Suspended, "2027-05-01", 2));
        var correction = Decision(2, PartyStep.Correction, "2027-05-01");
        (correction.Corrects, correction.OldEffectiveOn) = (1, "2027-04-20");
        corrected.Decisions.Add(correction);

        await _service.DecideAsync(corrected, 3);
        await _service.ReassessAllAsync();

        var answer = await _service.GetAsync(late.Revision.Identity.Mrn);
        Assert.Equal("-200000.00", Assert.Single(answer.Adjustments).Difference.Amount);
    }

    [Fact]
    public async Task Submit_WithADateThatIsNone_IsRefusedByItsDataElement()
    {
        var refused = await Assert.ThrowsAsync<ClubException>(
            () => _service.SubmitAsync(Oxide("L-1", "2027-06-19", "19.4.2027")));

        var fault = Assert.Single(refused.Violations);
        Assert.Equal(
            ("items[0].transport_document_date", "12 05", "DAY"), (fault.Field, fault.DataElement, fault.Rule));
    }

    private static Declaration Oxide(string lrn, string day, string transport, bool asked = true)
    {
        var declaration = World.Oxide(lrn, day, "JP");
        declaration.Items[0].TransportDocumentDate = transport;
        if (asked)
            declaration.Items[0].Documents.Add(new Document { Code = "9CRW", Reference = "B/L 7" });
        return declaration;
    }

    private static Party Suspended(string from) => new()
    {
        Code = "JP",
        Countries = { "JP" },
        Statuses = { Row(PartyStatus.Member, World.FirstDay, 0), Row(PartyStatus.Suspended, from, 1) },
        Decisions = { Decision(1, PartyStep.Suspension, from) },
    };

    private static PartyDecision Decision(int number, PartyStep step, string from) =>
        new() { Number = number, Step = step, EffectiveOn = from, RecordedAt = Known(number) };

    private static PartyStatusRow Row(PartyStatus status, string from, int decision, string to = "") =>
        new() { Status = status, ValidFrom = from, ValidTo = to, RecordedAt = decision == 0 ? null : Known(decision) };

    private static Timestamp Known(int decision) =>
        Timestamp.FromDateTime(new(2027, 1, decision, 0, 0, 0, DateTimeKind.Utc));
}
