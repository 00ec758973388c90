namespace CrmClub.Tariffs.Documents.Tests;

/// <summary>The codes of Implementing Regulation (EU) 2015/2447, Annex B, data element 11 09.</summary>
public sealed class ProcedureTests
{
    [Theory]
    [InlineData("0100", true)] // re-dispatched to a special fiscal territory
    [InlineData("0700", true)] // and a warehouse for excise or VAT
    [InlineData("4000", true)] // and home use
    [InlineData("4051", true)] // and home use, after inward processing
    [InlineData("4071", true)] // and home use, from a customs warehouse
    [InlineData("4078", true)] // and home use, from a free zone
    [InlineData("4200", true)] // and home use, supplied to another member state without VAT
    [InlineData("4300", true)] // and home use, in a transitional period after an accession
    [InlineData("4400", true)] // and end-use
    [InlineData("4500", true)] // and partial home use
    [InlineData("4600", true)] // processed before its replacement leaves for outward processing
    [InlineData("4800", true)] // replacing goods that leave for outward processing
    [InlineData("6110", true)] // re-imported
    [InlineData("6121", true)] // re-imported after outward processing
    [InlineData("6321", true)] // re-imported, supplied to another member state without VAT
    [InlineData("6821", true)] // re-imported, and a warehouse for excise or VAT
    [InlineData("1000", false)] // exported for good
    [InlineData("1100", false)] // exported in place of goods to come for inward processing
    [InlineData("2100", false)] // exported for outward processing
    [InlineData("2200", false)] // exported for a time, in other ways
    [InlineData("2300", false)] // exported for a time, to come back unaltered
    [InlineData("3151", false)] // re-exported
    [InlineData("4900", false)] // Union goods from a special fiscal territory
    [InlineData("5100", false)] // inward processing
    [InlineData("5300", false)] // temporary admission
    [InlineData("7100", false)] // customs warehouse
    [InlineData("7600", false)] // Union goods in a customs warehouse, for export refunds
    [InlineData("7700", false)] // Union goods made under supervision, for export refunds
    [InlineData("7800", false)] // free zone
    [InlineData("9500", false)] // Union goods in a warehouse, neither VAT nor excise paid
    [InlineData("9600", false)] // Union goods in a warehouse, one of both paid
    public void IncursDuty_KnownProcedure_OnlyOnReleaseForFreeCirculation(string procedure, bool incurs)
    {
        Assert.True(Procedures.IsKnown(procedure));
        Assert.Equal(incurs, Procedures.IncursDuty(procedure));
    }

    [Theory]
    [InlineData("0000")] // none; only as the previous one
    [InlineData("0200")] // drawback, gone with the Union Customs Code
    [InlineData("4100")] // drawback, gone with the Union Customs Code
    [InlineData("5400")] // inward processing in another member state; only as the previous one
    [InlineData("9100")] // processing under customs control, gone with the Union Customs Code
    [InlineData("9900")]
    public void IsKnown_CodeThatCannotBeRequested_IsNot(string procedure) =>
        Assert.False(Procedures.IsKnown(procedure));

    [Fact]
    public void Requested_EachCode_IsThereOnce() => Assert.Distinct(Procedures.Requested);
}
