using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Tariffs.Documents;

/// <summary>Decides a receipt's declaration again by the engine, and holds each amount against the receipt.</summary>
internal static class ReceiptDuty
{
    private const string CheckName = "duty by the engine";

    public static IEnumerable<ReceiptFinding> Check(
        Receipt receipt, Declaration declaration, DecisionBasis basis, TariffDocument tariff)
    {
        DutyDecision[] decisions;
        RoundingPolicy rounding;
        try
        {
            var day = Wire.ParseDay(receipt.Day);
            var engine = DecisionBases.ToEngine(
                basis, TariffSnapshot.Compile(TariffDocuments.ToTariff(ExportedVersion.Published(tariff))), day);
            rounding = engine.Policy.Rounding;
            decisions = [.. Consignments
                .FromDeclaration(declaration, day, receipt.Invalidated,
                    basis.Certificates.ToDictionary(one => one.Number), DecisionBases.Quotas(basis))
                .Select(consignment => DutyCalculator.Decide(engine, consignment))];
            if (engine.Policy.Currency != receipt.Duty?.Currency)
                return [ReceiptCheck.Same(
                    CheckName, "duty.currency", receipt.Duty?.Currency ?? "", engine.Policy.Currency)];
        }
        catch (Exception wanting) when (wanting is FormatException or KeyNotFoundException or ArgumentException
            or InvalidOperationException or OverflowException)
        {
            return [new ReceiptFinding(CheckName, false, "duty", receipt.Duty?.Amount ?? "",
                $"it can't be computed again: {wanting.Message}")];
        }

        return
        [
            ReceiptCheck.Same(CheckName, "duty", receipt.Duty.Amount,
                Wire.Decimal(DeclarationTotal.Of(rounding, decisions))),
            ReceiptCheck.Same(CheckName, "items", Numbers(receipt.Items.Select(item => item.Number)),
                Numbers(declaration.Items.Select(item => item.Number))),
            .. receipt.Items.Zip(decisions).SelectMany(pair => Item(pair.First, pair.Second)),
        ];
    }

    private static string Numbers(IEnumerable<int> numbers) => string.Join(", ", numbers);

    private static IEnumerable<ReceiptFinding> Item(ReceiptItem stated, DutyDecision found)
    {
        var notAllowed = found.Outcome == DutyOutcome.NotAllowed;
        if (stated.NotAllowed != notAllowed)
            yield return ReceiptCheck.Same(
                CheckName, $"item {stated.Number} not_allowed", $"{stated.NotAllowed}", $"{notAllowed}");
        var amounts = found.Amounts.ToDictionary(
            amount => (MeasureTypes.Rule(amount.Measure.Type).TaxType, amount.Measure.Id),
            amount => Wire.Decimal(amount.Amount));
        foreach (var amount in stated.Amounts)
        {
            amounts.Remove((amount.TaxType, amount.Measure), out var recomputed);
            yield return ReceiptCheck.Same(CheckName, Place(stated, amount.TaxType, amount.Measure), amount.Amount,
                recomputed ?? "nothing by this measure");
        }

        foreach (var ((taxType, measure), amount) in amounts)
            yield return ReceiptCheck.Same(CheckName, Place(stated, taxType, measure), "", amount);
    }

    private static string Place(ReceiptItem item, string taxType, string measure) =>
        $"item {item.Number} tax type {taxType} measure {measure}";
}
