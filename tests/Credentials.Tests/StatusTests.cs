using System.Text.Json;
using CrmClub.Contracts.Suppliers.V1;
using Microsoft.IdentityModel.Tokens;
using static CrmClub.Contracts.Suppliers.V1.CredentialFaultCode;

namespace CrmClub.Credentials.Tests;

public sealed class StatusTests
{
    [Theory]
    [InlineData(StatusList.Revocation, Revoked)]
    [InlineData(StatusList.Suspension, Suspended)]
    public void Verify_BitSet_IsRefusedByThePurposesName(string purpose, CredentialFaultCode fault)
    {
        string[] lists = [.. Given.Lists, Given.List(purpose, Given.Index)];

        Assert.Equal([fault], Given.Codes(Given.Credential(), lists));
    }

    [Fact]
    public void Verify_NeighboursRevoked_Holds() => Assert.Empty(Given.Codes(
        Given.Credential(),
        [Given.List(StatusList.Revocation, Given.Index - 1, Given.Index + 1), Given.List(StatusList.Suspension)]));

    [Fact]
    public void Verify_NoStatus_IsRefused() => Assert.Equal(
        [StatusAbsent], Given.Codes(Given.Credential(one => one.AsObject().Remove("credentialStatus"))));

    [Fact]
    public void Verify_NoList_IsRefused() => Assert.Equal([StatusListMissing], Given.Codes(Given.Credential(), []));

    [Theory]
    [InlineData("131072")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("99999999999")]
    public void Verify_IndexOutsideTheList_IsRefused(string index) => Assert.Equal(
        [StatusIndex], Given.Codes(Given.Credential(one => one["credentialStatus"]![0]!["statusListIndex"] = index)));

    [Fact]
    public void Verify_StaleList_IsRefused() => Assert.Equal(
        [StatusListStale], Given.Codes(Given.Credential(), at: Given.Now.AddDays(1)));

    [Fact]
    public void Verify_ListOfADayToCome_IsRefused() => Assert.Equal(
        [StatusListStale], Given.Codes(Given.Credential(), at: Given.Now.AddMinutes(-6)));

    [Fact]
    public void Verify_ListWithoutEnd_IsRefused() => Assert.Equal(
        [StatusListStale],
        Given.Codes(Given.Credential(),
            [
                Given.List(StatusList.Revocation, one => one.AsObject().Remove("validUntil")),
                Given.List(StatusList.Suspension),
            ]));

    [Fact]
    public void Verify_ForeignList_IsRefused()
    {
        var foreign = Given.Signed(
            Given.ListDocument(StatusList.Revocation), one => one["issuer"] = "did:web:elsewhere.example",
            Given.Strange);

        Assert.Equal(
            [StatusListForged, StatusListForeign],
            Given.Codes(Given.Credential(), [foreign, Given.List(StatusList.Suspension)]));
    }

    [Fact]
    public void Verify_ForgedList_IsRefused()
    {
        var forged = Given.Signed(Given.ListDocument(StatusList.Revocation), _ => { }, Given.Strange);

        Assert.Equal(
            [StatusListForged], Given.Codes(Given.Credential(), [forged, Given.List(StatusList.Suspension)]));
    }

    [Fact]
    public void Verify_ListOfAnotherPurpose_IsRefused() => Assert.Equal(
        [StatusPurpose],
        Given.Codes(Given.Credential(),
            [
                Given.List(StatusList.Revocation, one => one["credentialSubject"]!["statusPurpose"] = "suspension"),
                Given.List(StatusList.Suspension),
            ]));

    [Theory]
    [InlineData("uH4sIAAAAAAAA_wAAAP__AAAAAAAAAAAA")]
    [InlineData("zH4sIAAAA")]
    [InlineData("u!!")]
    [InlineData("")]
    public void Verify_ListThatCantBeRead_IsMalformed(string encoded) => Assert.Equal(
        [StatusListMissing, StatusListMalformed],
        Given.Codes(Given.Credential(),
            [
                Given.List(StatusList.Revocation, one => one["credentialSubject"]!["encodedList"] = encoded),
                Given.List(StatusList.Suspension),
            ]));

    [Fact]
    public void Verify_ACredentialAsList_IsMalformed() => Assert.Equal(
        [StatusListMalformed], Given.Codes(Given.Credential(), [.. Given.Lists, Given.Credential()]));

    [Fact]
    public void Decode_WhatUnpacksWithoutEnd_IsNone()
    {
        using var packed = new MemoryStream();
        using (var packing = new global::System.IO.Compression.GZipStream(
            packed, global::System.IO.Compression.CompressionLevel.Fastest))
            for (var n = 0; n < 64; n++)
                packing.Write(new byte[1024 * 1024]);

        Assert.Null(StatusList.Decode($"u{Base64UrlEncoder.Encode(packed.ToArray())}"));
    }

    [Fact]
    public void Encode_ARandomList_DecodesToTheSameBits()
    {
        var set = new Random(7).GetItems(Enumerable.Range(0, StatusList.EntriesMin).ToArray(), 5_000).ToHashSet();

        var list = StatusList.Decode(StatusList.Of(set).Encode())!;

        Assert.Equal(StatusList.EntriesMin, list.Entries);
        Assert.Equal(set.Order(), Enumerable.Range(0, list.Entries).Where(index => list[index]));
    }

    /// <summary>W3C's own example of the encoding.</summary>
    [Fact]
    public void Decode_W3CsExample_IsAllZero()
    {
        using var vectors = JsonDocument.Parse(Given.Reference("jose-and-status-vectors.json"));
        var vector = vectors.RootElement.GetProperty("bitstring_status_list_all_zero");

        var list = StatusList.Decode(vector.GetProperty("encodedList").GetString())!;

        Assert.Equal(vector.GetProperty("expect").GetProperty("length").GetInt32(), list.Entries);
        Assert.DoesNotContain(Enumerable.Range(0, list.Entries), index => list[index]);
    }
}
