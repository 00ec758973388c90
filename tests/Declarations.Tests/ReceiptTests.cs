using System.Security.Cryptography;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using Google.Protobuf.Reflection;
using static CrmClub.Declarations.Tests.Reports;

namespace CrmClub.Declarations.Tests;

public sealed class ReceiptTests(Servers servers) : WithReceipts(servers)
{
    [Fact]
    public async Task Receipt_OfEachRevision_HoldsAndIsDecidedAgainToTheCent()
    {
        var mrn = Mrn(await Service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));
        await Service.RevokeAsync(World.Revoked("2027-02-01"));
        await Service.ReassessAllAsync();
        await Service.ReportAsync(mrn, Invalidated("withdrawn"), known: 2);

        foreach (var (revision, duty) in new[] { (1, "12417.77"), (2, "19191.11"), (3, "0.00") })
        {
            var document = await Receipts.GetAsync(mrn, revision);
            var receipt = SignedReceipts.Unproven(document.Receipt);
            Assert.Equal((revision, duty), (receipt.Revision, receipt.Duty.Amount));
            Assert.Equal(revision == 3, receipt.Invalidated);
            Assert.Empty(Broken(document));
        }

        // The newest where none is named, and the same again.
        var newest = SignedReceipts.Unproven((await Receipts.GetAsync(mrn)).Receipt);
        var again = SignedReceipts.Unproven((await Receipts.GetAsync(mrn, 3)).Receipt);
        newest.IssuedAt = again.IssuedAt = null;
        Assert.Equal(newest, again);
    }

    [Fact]
    public async Task Receipt_OfWhateverIsDeclared_Holds()
    {
        await Service.RecordAsync(new ExchangeRateSet
        {
            Number = 2,
            Prices = { World.Price("Dy", "Dy2O3", "300"), World.Price("NdPr", "NdPrO", "60") },
        });
        foreach (var declaration in new[]
        {
            World.Dysprosium("JP", "L-1", "747", "224100.00"), World.Metals("DE", "L-2", "2027-05-31"),
            World.Mixed("L-3"), World.Oxide("L-4", "2027-05-31"), Prelodged("L-5"),
        })
        {
            var mrn = Mrn(await Service.SubmitAsync(declaration));
            Assert.Empty(Broken(await Receipts.GetAsync(mrn)));
        }
    }

    [Fact]
    public async Task Receipt_OnceSealed_ProvesThatItsEntryStandsInTheJournal()
    {
        var mrn = Mrn(await Service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));
        Assert.Null((await Receipts.GetAsync(mrn)).Inclusion);
        await Receipts.SealAsync();

        var document = await Receipts.GetAsync(mrn);

        Assert.Contains(Checked(document), one => one is { Check: "inclusion in the journal", Holds: true });
        Assert.Empty(Broken(document));
        document.Inclusion.Seq++;
        Assert.Equal(["entry_leaf"], Broken(document));
    }

    [Fact]
    public async Task Receipt_FieldChanged_SignatureDoesNotHold()
    {
        var document = await SealedAsync();
        foreach (var field in Receipt.Descriptor.Fields.InFieldNumberOrder())
        {
            var changed = document.Clone();
            using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            changed.Receipt = SignedReceipts.Sign(Changed(document, field), thief);
            Assert.Contains("receipt", Broken(changed));
        }
    }

    [Fact]
    public async Task Receipt_ClubSignedWhatIsNotTrue_FieldIsNamed()
    {
        var document = await SealedAsync();
        // No document tells of these: the club's signature alone stands for them.
        var alone = new[] { "mrn", "revision", "cause", "decided_at", "engine", "record_hash", "issued_at" };
        foreach (var field in Receipt.Descriptor.Fields.InFieldNumberOrder().ExceptBy(alone, field => field.Name))
        {
            var changed = document.Clone();
            changed.Receipt = SignedReceipts.Sign(Changed(document, field), Receipts.Key.Key);
            var broken = Broken(changed);
            Assert.True(broken.Count > 0, $"{field.Name} was changed, and nobody saw it.");
            Assert.DoesNotContain("receipt", broken);
        }
    }

    [Fact]
    public async Task Receipt_DocumentsChanged_EachIsNamed()
    {
        var document = await SealedAsync();
        Named("declaration_hash", changed => changed.Declaration.Exporter = "Another");
        Named("rates_hash", changed => changed.Basis.Rates.Rates[0].Source = "x");
        Named("prices_hash", changed => changed.Basis.Prices.Prices.Add(World.Price("Dy", "Dy2O3", "1")));
        Named("administration_hash", changed => changed.Basis.Administration.NameEn = "x");
        Named("membership_hash", changed => changed.Basis.Membership.Seq++);
        Named("certificates", changed => changed.Basis.Certificates[0].Facility = "MY-8");
        Named("item 1 tax type A20 measure M6", changed => changed.Declaration.Items[0].CustomsValue.Amount = "1.00");
        Named("duty", changed => changed.Basis = null);

        var other = World.Tariff();
        other.Measures.Single(measure => measure.Id == "M3B").Expression = "11 %";
        var broken = ReceiptCheck.Of(document, other, Keys).Where(one => !one.Holds).ToList();
        Assert.Equal("tariff_hash", broken[0].Field);
        Assert.Contains(broken, one => one.Field.EndsWith("measure M3B", StringComparison.Ordinal));

        void Named(string field, Action<ReceiptDocument> change)
        {
            var changed = document.Clone();
            change(changed);
            Assert.Contains(field, Broken(changed));
        }
    }

    [Fact]
    public async Task Receipt_UnknownOrAnotherAdministrations_IsNotFound()
    {
        var mrn = Mrn(await Service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));

        foreach (var (asked, revision, caller) in new[]
        {
            (mrn, 0, TestService.Japanese), (mrn, 2, TestService.German), ("27DE0000000000000R", 0, TestService.German),
            ("\0", 0, TestService.German), ("", 0, TestService.Auditor),
        })
        {
            var refused = await Assert.ThrowsAsync<ClubException>(
                () => Receipts.GetAsync(asked, revision, caller));
            Assert.Equal(Contracts.Common.V1.ErrorReason.NotFound, refused.Reason);
        }
    }

    private async Task<ReceiptDocument> SealedAsync()
    {
        var mrn = Mrn(await Service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));
        await Receipts.SealAsync();
        var document = await Receipts.GetAsync(mrn);
        Assert.Empty(Broken(document));
        return document;
    }

    private IReadOnlyList<ReceiptFinding> Checked(ReceiptDocument document) =>
        ReceiptCheck.Of(document, Exported(), Keys);

    private static TariffDocument Exported()
    {
        var tariff = World.Tariff();
        tariff.Version = new TariffVersion { Number = 1 };
        return tariff;
    }

    private List<string> Broken(ReceiptDocument document) =>
        [.. Checked(document).Where(one => !one.Holds).Select(one => one.Field)];

    private static Receipt Changed(ReceiptDocument document, FieldDescriptor field)
    {
        var receipt = SignedReceipts.Unproven(document.Receipt);
        switch (field.Name)
        {
            case "duty":
                receipt.Duty.Amount = "12417.78";
                return receipt;
            case "items":
                receipt.Items[0].Amounts[0].Amount = "1.00";
                return receipt;
            case "certificates":
                receipt.Certificates[0].Version++;
                return receipt;
            case "acceptance_day":
                receipt.AcceptanceDay = "2027-03-09";
                return receipt;
            case "day":
                receipt.Day = "2027-03-09";
                return receipt;
        }

        if (field.Accessor.GetValue(receipt) is IList<string> texts)
        {
            texts[0] += "0";
            return receipt;
        }

        field.Accessor.SetValue(receipt, field.FieldType switch
        {
            FieldType.String => (string)field.Accessor.GetValue(receipt) + "0",
            FieldType.Int32 => (int)field.Accessor.GetValue(receipt) + 1,
            FieldType.Int64 => (long)field.Accessor.GetValue(receipt) + 1,
            FieldType.Bool => !(bool)field.Accessor.GetValue(receipt),
            _ => new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = 1 },
        });
        return receipt;
    }
}
