using System.Security.Cryptography;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CrmClub.Contracts.Tests.Wording;

/// <summary>The page of a case file: all of it, in both languages, and nothing in it is markup.</summary>
public sealed class CasePageTests
{
    private const string Markup = "<img src=x onerror='alert(\"1\")'>&";

    [Theory]
    [InlineData("en", "Case file 27DE1", "hearing opened", "Four eyes")]
    [InlineData("ja", "記録一式 27DE1", "意見聴取の開始", "複数人による承認")]
    public void Page_Reader_SeesAllOfItInHisLanguage(string language, params string[] words)
    {
        var page = Words.In(language, () => CasePage.Html(File()));

        Assert.Contains($"<html lang=\"{language}\">", page);
        Assert.All(words, word => Assert.Contains(word, page));
        string[] stated =
        [
            "Declarant GmbH", "8505 11 10", "8,509.92 EUR", "42549.60 EUR × 20 %", "6,773.34 EUR", "goods seen",
            "7 (00ff)", "35 (abcd", "officer-1, officer-2", "approver-1", "B-2027-0001", "tariff 7", "crmclub receipt",
            "No power", "1, 2",
        ];
        Assert.All(stated, one => Assert.Contains(one, page));
    }

    [Fact]
    public void Page_WhateverTheTexts_IsNoMarkupAndAsksForNothing()
    {
        var file = File();
        var receipt = file.Revisions[0].Receipt.Receipt;
        Fill(file);
        file.Revisions[0].Receipt.Receipt = receipt;

        var page = CasePage.Html(file);

        Assert.Contains("&lt;img src=x", page);
        Assert.DoesNotContain("<img", page);
        foreach (var asking in new[] { "<script", "src=\"", "http:", "https:", "url(", "@import" })
            Assert.DoesNotContain(asking, page);
    }

    // Every text in it, however deep.
    private static void Fill(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => !field.IsMap))
        {
            var value = field.Accessor.GetValue(message);
            if (field is { FieldType: FieldType.String, IsRepeated: false, ContainingOneof: null })
                field.Accessor.SetValue(message, Markup);
            else if (value is IList<string> texts)
                texts.Add(Markup);
            else if (value is System.Collections.IEnumerable many and not string and not ByteString)
                foreach (var one in many.OfType<IMessage>())
                    Fill(one);
            else if (value is IMessage inner)
                Fill(inner);
        }
    }

    private static CaseFile File()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var head = TreeHeads.Sign(new TreeHead { Service = "declarations", Size = 35, Root = "abcd", At = new() }, key);
        var receipt = SignedReceipts.Sign(new Receipt { TreeHead = head, EntrySeq = 7, EntryLeaf = "00ff" }, key);
        return new CaseFile
        {
            Mrn = "27DE1",
            State = DeclarationState.Released,
            IssuedAt = new(),
            LeftOut = { 1, 2 },
            Verify = "crmclub receipt verify case.json",
            Revisions =
            {
                new CaseRevision
                {
                    Answer = Answer(),
                    Receipt = new() { Receipt = receipt, Declaration = Declared() },
                },
            },
            Reports =
            {
                new DeclarationReport
                {
                    Number = 1,
                    RecordedAt = new(),
                    Report = new() { ControlResult = new() { Findings = "goods seen", Day = "2027-03-09" } },
                },
            },
            Adjustments =
            {
                new Adjustment
                {
                    Difference = new() { Amount = "6773.34", Currency = "EUR" },
                    ProposedAt = new(),
                    Reports =
                    {
                        new AdjustmentReport
                        {
                            RecordedAt = new(),
                            Step = new() { HearingOpened = new() { Day = "2027-09-20" } },
                        },
                    },
                },
            },
            Outages = { new Outage { Number = 1, BeganAt = new(), Reason = "No power" } },
            Tariffs =
            {
                new CitedTariff
                {
                    Version = new() { Number = 7, PublishedAt = new() },
                    Measures = { new Measure { Id = "M-1", Type = MeasureType.Base, GoodsCode = "85051110" } },
                },
            },
            Approvals =
            {
                new Approval
                {
                    Subject = "tariff 7",
                    Authors = { "officer-1", "officer-2" },
                    Approver = "approver-1",
                    Ballot = "B-2027-0001",
                },
            },
        };
    }

    private static Declaration Declared() => new()
    {
        Declarant = "Declarant GmbH",
        Items =
        {
            new GoodsItem { Number = 1, GoodsCode = "85051110", NetMassKg = "10", Documents = { new Document() } },
        },
    };

    private static DeclarationAnswer Answer() => new()
    {
        Revision = 3,
        DecidedAt = new(),
        Versions = new() { Tariff = 7, Certificates = { new CertificateVersion() } },
        Items =
        {
            new DutyAnswer
            {
                Item = 1,
                Duty = new() { Amount = "8509.92", Currency = "EUR" },
                Measures =
                {
                    new MeasureAnswer
                    {
                        Applied = true, Amount = "8509.92", Formula = "42549.60 EUR × 20 % = 8509.92 EUR",
                    },
                },
            },
        },
    };
}
