using System.Reflection;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Declarations.Receipts;

/// <summary>What a receipt says of a revision, without what it says of the journal.</summary>
internal static class ReceiptText
{
    private static readonly string Engine = typeof(DutyCalculator).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static Receipt Of(StoredRevision revision, DecisionBasis basis, TariffRelease release)
    {
        var decision = revision.Decision;
        return new Receipt
        {
            Mrn = revision.Identity.Mrn,
            Lrn = revision.Identity.Lrn,
            Revision = revision.Revision,
            Administration = revision.Identity.Administration,
            AcceptanceDay = Declared.Day(revision.AcceptanceDay),
            Day = Wire.Day(revision.Day),
            Invalidated = decision.Invalidated,
            Cause = revision.Cause,
            DecidedAt = revision.RecordedAt.ToTimestamp(),
            DeclarationHash = SignedReceipts.HashOf(revision.Declaration),
            Duty = new Money { Amount = decision.Duty, Currency = decision.Currency },
            Items = { decision.Items.Select(item => Item(item, release)) },
            Tariff = decision.Tariff,
            TariffHash = Convert.ToHexStringLower(decision.TariffHash.Span),
            RateSet = decision.RateSet,
            RatesHash = SignedReceipts.HashOf(basis.Rates),
            PricesHash = SignedReceipts.HashOf(basis.Prices),
            AdministrationHash = SignedReceipts.HashOf(basis.Administration),
            MembershipSeq = decision.MembershipSeq,
            MembershipHash = SignedReceipts.HashOf(basis.Membership),
            Certificates =
            {
                basis.Certificates.Select(one => new ReceiptCertificate
                {
                    Number = one.Number,
                    Version = one.Version,
                    Hash = SignedReceipts.HashOf(one),
                }),
            },
            Engine = Engine,
            RecordHash = Convert.ToHexStringLower(revision.ContentHash()),
        };
    }

    private static ReceiptItem Item(StoredItem item, TariffRelease release) => new()
    {
        Number = item.Number,
        NotAllowed = item.NotAllowed,
        Amounts =
        {
            item.Amounts.Select(amount => new ReceiptAmount
            {
                TaxType = release.Measure(amount.Measure) is { } measure
                    ? MeasureTypes.Rule(measure.Type).TaxType : "",
                Measure = amount.Measure,
                Amount = amount.Amount,
            }),
        },
    };
}
