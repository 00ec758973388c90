using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Reassessment;
using CrmClub.Declarations.Storage;
using Google.Protobuf;

namespace CrmClub.Declarations.Tests;

/// <summary>The published figures, to the cent and the yen.</summary>
public sealed class AssessorTests
{
    [Theory]
    [InlineData("DE", "254", "76200.00", "12417.77")]
    [InlineData("JP", "747", "224100.00", "6218100")]
    public void Decide_CertifiedDysprosium_AsPublished(string administration, string mass, string value, string duty) =>
        Assert.Equal(duty, Decide(World.Dysprosium(administration, "L", mass, value)).Duty);

    [Theory]
    [InlineData("DE", "2027-05-31", "44334.95")]
    [InlineData("JP", "2027-05-31", "7394900")]
    public void Decide_TwoMetals_AsPublished(string administration, string day, string duty)
    {
        var decision = Decide(World.Metals(administration, "L", day));

        Assert.Equal(duty, decision.Duty);
        Assert.All(decision.Items, item => Assert.Equal(2, item.Amounts.Count));
    }

    [Fact]
    public void Decide_OutOfScope_NothingDue()
    {
        var declaration = World.Dysprosium("DE", "L", "1", "400");
        declaration.Items[0].GoodsCode = "01012100";

        var decision = Decide(declaration);

        Assert.False(decision.Items[0].InScope);
        Assert.Equal(0, decimal.Parse(decision.Duty));
    }

    [Theory]
    [InlineData("DE", "7100", "0.00")]
    [InlineData("JP", "5100", "0")]
    public void Decide_ProcedureOtherThanFreeCirculation_NothingDueAndWhy(
        string administration, string procedure, string duty)
    {
        var declaration = World.Dysprosium(administration, "L", "254", "76200.00");
        declaration.Procedure = procedure;

        var decision = Decide(declaration);

        Assert.Equal(duty, decision.Duty);
        var item = Assert.Single(decision.Items);
        Assert.True(item is { InScope: true, NoDutyProcedure: true, Amounts.Count: 0 });
        var basis = Basis.OfNow(World.Standing(World.Issued()), declaration, Guid.Empty);
        var answer = Assert.Single(Assessor.Explain(declaration, basis));
        Assert.Equal(NoDuty.Procedure, answer.NoDuty);
        Assert.Equal(duty, answer.Duty.Amount);
        Assert.Contains("free circulation", Assert.Single(answer.Warnings));
    }

    [Theory]
    [InlineData("DE", "254", "76200.00", "19191.11", "6773.34", "2030-03-08")]
    [InlineData("JP", "747", "224100.00", "9609800", "3391700", "2032-03-08")]
    public void Reassess_RevokedFromBefore_AsPublished(
        string administration, string mass, string value, string duty, string difference, string timeBar)
    {
        var first = FirstRevision(World.Dysprosium(administration, "L", mass, value));

        var reassessed = Reassess(first, "2027-02-01");

        Assert.Equal(duty, reassessed!.New.Decision.Duty);
        Assert.Equal(decimal.Parse(difference), reassessed.Difference);
        Assert.Equal(DateOnly.Parse(timeBar), reassessed.TimeBar);
        Assert.Equal("certificate C-MY-7 revoked from 2027-02-01", reassessed.New.Cause);
        Assert.Equal(2, reassessed.New.Decision.Certificates.Single().Version);
        Assert.Equal(2, reassessed.New.Revision);
    }

    [Fact]
    public void Reassess_RevokedFromDayAfterAcceptance_NothingChanges() =>
        Assert.Null(Reassess(FirstRevision(World.Dysprosium("DE", "L", "254", "76200.00")), "2027-03-09"));

    [Fact]
    public void Decide_AgainFromWhatIsCited_Same()
    {
        var declaration = World.Dysprosium("JP", "L", "747", "224100.00");
        var decision = Decide(declaration);
        var later = World.Standing(World.Issued(), World.Revoked("2027-02-01"));

        Assert.Equal(decision, Assessor.Decide(
            declaration, Basis.Cited(later, declaration, decision, Guid.Empty)).Decision);
    }

    private static StoredDecision Decide(Declaration declaration)
    {
        var decided = Assessor.Decide(
            declaration, Basis.OfNow(World.Standing(World.Issued()), declaration, Guid.Empty));
        Assert.Empty(decided.Missing);
        return decided.Decision;
    }

    private static StoredRevision FirstRevision(Declaration declaration) => new(
        new Identity(Guid.CreateVersion7(), "27DE", MrnIssuer.Club, declaration.Administration, declaration.Declarant,
            declaration.Lrn, World.GermanSystem, Guid.NewGuid(), DateOnly.Parse(declaration.AcceptanceDay), []),
        1, declaration.ToByteArray(), Decide(declaration).ToByteArray(), "", null, DateTime.UtcNow);

    private static Reassessed? Reassess(StoredRevision first, string from)
    {
        var revoked = World.Revoked(from);
        return Reassessed.Of(first, Cause.Of(revoked), World.Standing(World.Issued(), revoked), DateTime.UtcNow,
            World.Today);
    }
}
