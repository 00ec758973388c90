using System.Text;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CsCheck;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CrmClub.Contracts.Tests.Json;

public sealed class StrictJsonTests
{
    [Fact]
    public void Check_DocumentInTheContractsForm_HasNoFault()
    {
        const string json = """
            {"administration":"DE","acceptance_day":"2026-11-25","invoiceCurrency":null,
             "items":[{"number":1,"customsValue":{"amount":"1.00","currency":"EUR"},"documents":[]}]}
            """;

        Assert.Empty(Check(Declaration.Descriptor, json));
        Assert.Equal("2026-11-25", StrictJson.Read<Declaration>(Encoding.UTF8.GetBytes(json)).AcceptanceDay);
    }

    [Fact]
    public void Check_UnknownField_NamesItWithPlaceAndNearestName()
    {
        var fault = Assert.Single(Check(Declaration.Descriptor, "{\n \"items\": [ {\"netMasKg\": \"1\"} ]\n}"));

        Assert.Equal("items[0].netMasKg", fault.Field);
        Assert.Equal("UNKNOWN_FIELD", fault.Rule);
        Assert.StartsWith("Line 2, column 14: \"netMasKg\" is no field of GoodsItem;", fault.Message);
        Assert.EndsWith("did you mean \"netMassKg\"?", fault.Message);
    }

    [Fact]
    public void Check_ManyFaults_NamesEach()
    {
        const string json = """
            {"administration":7,"lrn":"A","lrn":"B",
             "items":[{"number":"x","origin":["CN"],"documents":{}},null,5],"what":{"a":[1]}}
            """;

        var faults = Check(Declaration.Descriptor, json);

        Assert.Equal(
            ["administration WRONG_TYPE", "lrn DUPLICATE_FIELD", "items[0].number WRONG_TYPE",
             "items[0].origin WRONG_TYPE", "items[0].documents WRONG_TYPE", "items[1] WRONG_TYPE",
             "items[2] WRONG_TYPE", "what UNKNOWN_FIELD"],
            faults.Select(f => $"{f.Field} {f.Rule}"));
    }

    [Theory]
    [InlineData("", "JSON_MALFORMED")]
    [InlineData("{", "JSON_MALFORMED")]
    [InlineData("{\"lrn\":\"a\",}", "JSON_MALFORMED")]
    [InlineData("{\"lrn\":\"a\"} {}", "JSON_MALFORMED")]
    [InlineData("{\"lrn\":\"\\ud800\"}", "WRONG_TYPE")]
    [InlineData("[]", "WRONG_TYPE")]
    [InlineData("null", "WRONG_TYPE")]
    public void Check_NoDocument_NamesTheRule(string json, string rule) =>
        Assert.Equal(rule, Assert.Single(Check(Declaration.Descriptor, json)).Rule);

    [Fact]
    public void Check_Malformed_NamesLineAndColumn()
    {
        var fault = Assert.Single(Check(Declaration.Descriptor, "{\n\"lrn\": \"ü\",\n\"mrn\": 'x'}"));

        Assert.StartsWith("Line 3, column 8: ", fault.Message);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(100_000)]
    public void Check_TooDeep_IsRefused(int levels)
    {
        var json = "{\"lrn\":" + new string('[', levels) + new string(']', levels) + "}";

        Assert.Contains(Check(Declaration.Descriptor, json), f => f.Rule == "JSON_DEPTH");
    }

    [Fact]
    public void Check_BytesThatAreNoText_AreRefused() =>
        Assert.Equal("JSON_UTF8", Assert.Single(StrictJson.Check(Declaration.Descriptor, [0x7b, 0xff, 0x7d])).Rule);

    [Fact]
    public void Check_BothOfOneOf_IsRefused()
    {
        var faults = Check(SubmitDeclarationResult.Descriptor, "{\"answer\":{},\"refusal\":{}}");

        Assert.Equal("ONE_OF", Assert.Single(faults).Rule);
    }

    [Theory]
    [InlineData("\"MEASURE_TYPE_BASE\"", true)]
    [InlineData("1", true)]
    [InlineData("99", false)]
    [InlineData("\"BASE\"", false)]
    [InlineData("true", false)]
    public void Check_Enum_TakesItsNamesAndNumbers(string value, bool fits) =>
        Assert.Equal(fits, Check(Measure.Descriptor, $"{{\"type\":{value}}}").Count == 0);

    [Theory]
    [InlineData("\"2026-11-25T08:00:00Z\"", true)]
    [InlineData("\"today\"", false)]
    [InlineData("5", false)]
    public void Check_Instant_TakesRfc3339(string value, bool fits) =>
        Assert.Equal(fits, Check(PartyStatusRow.Descriptor, $"{{\"recordedAt\":{value}}}").Count == 0);

    [Fact]
    public void Check_FaultsWithoutEnd_StopsAtTheLimit()
    {
        var json = "{" + string.Join(",", Enumerable.Range(0, 500).Select(i => $"\"f{i}\":1")) + "}";

        Assert.Equal(StrictJson.ViolationsMax, Check(Declaration.Descriptor, json).Count);
    }

    [Fact]
    public void Read_WhatWriteWrote_IsTheSame()
    {
        var declaration = new Declaration
        {
            Administration = "JP",
            Items = { new GoodsItem { Number = 1, CustomsValue = new Money { Amount = "5", Currency = "JPY" } } },
        };
        var entry = new Entry { Body = ByteString.CopyFrom(1, 250) };
        var batch = new Batch { LastSeq = long.MaxValue, Entries = { entry } };

        var one = Encoding.UTF8.GetBytes(StrictJson.Write(declaration));
        var other = Encoding.UTF8.GetBytes(StrictJson.Write(batch, indented: true));

        Assert.Equal(declaration, StrictJson.Read<Declaration>(one));
        Assert.Equal(batch, StrictJson.Read<Batch>(other));
    }

    [Fact]
    public void Read_Faulty_ThrowsWithEveryFault()
    {
        var thrown = Assert.Throws<StrictJsonException>(() => StrictJson.Read<Declaration>("{\"a\":1,\"lrn\":2}"u8));

        Assert.Equal(2, thrown.Violations.Count);
    }

    [Fact]
    public void Check_AnyBytes_NeverThrows() =>
        Gen.Char["{}[]\":,\\ux09.-etrufalsn \n"].Array[0, 40].Sample(chars =>
        {
            var utf8 = Encoding.UTF8.GetBytes("{\"items\":[{\"number\":" + new string(chars));
            StrictJson.Check(Declaration.Descriptor, utf8);
        });

    private static IReadOnlyList<Violation> Check(MessageDescriptor message, string json) =>
        StrictJson.Check(message, Encoding.UTF8.GetBytes(json));
}
