using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Quotas;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using Consignment = CrmClub.Tariffs.Engine.Consignment;

namespace CrmClub.Declarations.Assessment;

/// <summary>Decides declarations. Pure: a basis and a declaration always give the same decision.</summary>
internal static class Assessor
{
    /// <summary>Decides each item and the total.</summary>
    public static Decided Decide(Declaration declaration, Basis basis)
    {
        var profiles = basis.Profiles
            ?? throw new InvalidOperationException("The risk profiles that the decision cites are not here.");
        var consignments = ConsignmentsOf(declaration, basis).ToArray();
        var items = Array.ConvertAll(
            consignments, consignment => DutyCalculator.Decide(basis.Engine, consignment));
        var missing = items
            .SelectMany((item, index) => item.Missing.Select(figure => new MissingOfItem(index, figure))).ToArray();
        var stored = new StoredDecision
        {
            Tariff = basis.Release.Number,
            TariffHash = basis.Release.Hash,
            RateSet = basis.RateSet,
            MembershipSeq = basis.MembershipSeq,
            MembershipKnownAt = basis.MembershipKnownAt?.Ticks ?? 0,
            Currency = basis.Engine.Policy.Currency,
            Duty = Wire.Decimal(DeclarationTotal.Of(basis.Engine.Policy.Rounding, items)),
            ProvisionalDay = basis.IsProvisional ? Wire.Day(basis.Day) : "",
            Invalidated = basis.IsInvalidated,
            Profiles = profiles.Number,
        };
        if (basis.Settles is { } settled)
            (stored.SettledDuty, stored.SettledSecurity) =
                (Wire.Decimal(settled.Duty), Wire.Decimal(settled.Security));
        if (items.Any(item => item.Quota is { Security: > 0 }))
            stored.Security = Wire.Decimal(DeclarationTotal.Of(basis.Engine.Policy.Rounding,
                items.Sum(item => item.Duty + (item.Quota?.Security ?? 0))) - Wire.ParseDecimal(stored.Duty));
        stored.Certificates.AddRange(basis.Certificates.Values.Select(
            certificate => new StoredCitation { Number = certificate.Number, Version = certificate.Version }));
        var scored = basis.IsInvalidated ? [] : profiles.For(declaration.Administration);
        var claims = new Claims(basis);
        for (var index = 0; index < items.Length; index++)
        {
            var item = Stored(declaration.Items[index].Number, items[index]);
            var facts = new ItemFacts(declaration, consignments[index], basis, item);
            claims.Add(item, index, ref facts);
            item.Control = Scoring.Score(scored, ref facts);
            item.Quota = Stored(basis.Quotas.GetValueOrDefault(item.Number), consignments[index], items[index]);
            stored.Items.Add(item);
        }

        return new Decided(stored, missing);
    }

    /// <summary>The answer to each item with its derivation.</summary>
    public static IEnumerable<DutyAnswer> Explain(Declaration declaration, Basis basis) =>
        ConsignmentsOf(declaration, basis).Select((consignment, index) => DutyAnswers.From(
            DutyCalculator.Explain(basis.Engine, consignment), declaration.Items[index].Number, basis.Release.Number,
            basis.RateSet));

    /// <summary>Each item with what is known of its certificates.</summary>
    public static IEnumerable<Consignment> ConsignmentsOf(Declaration declaration, Basis basis) =>
        Consignments.FromDeclaration(declaration, basis.Day, basis.IsInvalidated, basis.Certificates, basis.Claims);

    private static StoredQuota? Stored(ItemQuota? quota, Consignment consignment, DutyDecision decision) =>
        quota is null ? null : new StoredQuota
        {
            OrderNumber = consignment.QuotaOrderNumber,
            Unit = quota.Claim.Unit.ToString(),
            Requested = decision.Quota is { } outcome ? Wire.Decimal(outcome.Requested) : "",
            Allocated = quota.Claim.Allocated is { } allocated ? Wire.Decimal(allocated) : "",
            Critical = quota.Claim.IsCritical,
            Revision = quota.Revision,
            Blocked = quota.Blocked,
            Security = decision.Quota is { Security: > 0 and var security } ? Wire.Decimal(security) : "",
        };

    private static StoredItem Stored(int number, DutyDecision decision)
    {
        var item = new StoredItem
        {
            Number = number,
            InScope = decision.Outcome != DutyOutcome.OutOfScope,
            Duty = Wire.Decimal(decision.Duty),
            OriginStatus = (int)(decision.OriginStatus == Tariffs.Engine.OriginStatus.Club
                ? Contracts.Tariffs.V1.OriginStatus.Club : Contracts.Tariffs.V1.OriginStatus.ThirdCountry),
            Regime = (int)decision.Regime,
            Certificate = decision.Certificate?.Number ?? "",
            NoDutyProcedure = decision.Outcome == DutyOutcome.NoDutyProcedure,
            NotAllowed = decision.Outcome == DutyOutcome.NotAllowed,
        };
        item.Amounts.AddRange(decision.Amounts.Select(
            amount => new StoredAmount { Measure = amount.Measure.Id, Amount = Wire.Decimal(amount.Amount) }));
        return item;
    }
}

/// <summary>What came out, and the figures without which it can't be taken.</summary>
internal sealed record Decided(StoredDecision Decision, IReadOnlyList<MissingOfItem> Missing);

/// <summary>A figure that an item lacks.</summary>
/// <param name="Item">Place of the item, from 0 on.</param>
/// <param name="Figure">Which.</param>
internal readonly record struct MissingOfItem(int Item, MissingFigure Figure);
