using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Documents;

/// <summary>From a tariff document to the engine's tariff.</summary>
public static class TariffDocuments
{
    /// <summary>Every fault of the document; empty when it is sound.</summary>
    public static IReadOnlyList<Violation> Check(TariffDocument document)
    {
        List<Violation> faults = [];
        GoodsCheck.Check(document, new Faults(faults));
        MeasureCheck.Check(document, new Faults(faults));
        TaricRules.Check(document, new Faults(faults));
        CodeLists.Check(document, new Faults(faults));
        QuotaCheck.Check(document, new Faults(faults));
        ProductRules.Check(document, new Faults(faults));
        AdministrationCheck.Check(document, new Faults(faults));
        RateCheck.Check(document.ExchangeRates, index => $"exchange_rates[{index}].", faults);
        RateCheck.Check(
            document.ReferencePrices, index => $"reference_prices[{index}].", document.Materials, faults);
        return faults;
    }

    /// <summary>The document itself, if it is sound.</summary>
    /// <exception cref="TariffDocumentException">It is not.</exception>
    public static TariffDocument Sound(TariffDocument document) =>
        Check(document) is { Count: > 0 } faults ? throw new TariffDocumentException(faults) : document;

    /// <summary>The tariff of a sound document.</summary>
    /// <exception cref="TariffDocumentException">The document is not sound.</exception>
    public static Engine.Tariff ToTariff(TariffDocument document)
    {
        Sound(document);
        return new Engine.Tariff(
            document.Title,
            [.. document.Materials.Select(From)],
            [.. document.Lines.Select(From)],
            [.. document.Groups.Where(group => group.Id != Engine.CountryGroup.Club).Select(From)],
            [.. document.Measures.Select(From)])
        {
            Exclusions = [.. document.Exclusions.Select(one => new Engine.TypeExclusion(
                (Engine.MeasureType)one.Applied, (Engine.MeasureType)one.Excluded))],
            Quotas = [.. document.Quotas.Select(From)],
        };
    }

    private static Engine.Material From(Material material) =>
        new(material.Code, material.NameEn, material.NameJa, material.Oxide, Number(material.KgOxidePerKgMetal));

    private static Engine.ClubLine From(ClubLine line) =>
        new(line.GoodsCode, line.DescriptionEn, line.DescriptionJa, (Engine.Stage)line.Stage, line.Material,
            line.ContentUnit, Number(line.DefaultContainedShare));

    private static Engine.CountryGroup From(CountryGroup group) =>
        new(group.Id, group.NameEn, [.. group.Members.Select(member =>
            new Engine.CountryGroupMember(member.Country, Wire.Validity(member.ValidFrom, member.ValidTo)))]);

    private static Engine.Measure From(Measure measure) =>
        new(measure.Id, (Engine.MeasureType)measure.Type, measure.GoodsCode, measure.Origin,
            [.. measure.ExcludedOrigins],
            // A control bears none.
            measure.Expression.Length == 0 ? new FreeDuty() : DutyExpression.Parse(measure.Expression),
            measure.RequiredDocument,
            (Engine.CertificateLevel)measure.CertificateLevel, Wire.Validity(measure.ValidFrom, measure.ValidTo),
            measure.ReviewBy.Length == 0 ? null : Wire.ParseDay(measure.ReviewBy), measure.LegalBase,
            [.. measure.Footnotes])
        {
            AdditionalCode = measure.AdditionalCode,
            OrderNumber = measure.OrderNumber,
            Destinations = measure.Destinations.Count == 0 ? [] : [.. measure.Destinations],
            Conditions = measure.Conditions.Count == 0 ? [] : [.. measure.Conditions.Select(From)],
        };

    private static Engine.Condition From(Condition condition) =>
        new(condition.Code, condition.Sequence, condition.Document,
            Threshold.TryParse(condition.Threshold, out var threshold, out _) ? threshold : null, condition.Action,
            condition.Expression.Length == 0 ? null : DutyExpression.Parse(condition.Expression));

    private static Quota From(QuotaDefinition quota) =>
        new(quota.OrderNumber, DutyUnit.TryParse(quota.Unit, out var unit) ? unit : throw new FormatException(),
            [.. quota.Periods.Select(period => new Engine.Quotas.QuotaPeriod(
                Wire.Validity(period.OpenFrom, period.OpenTo), Wire.ParseDecimal(period.Volume)))],
            quota.MainOrderNumber, quota.HadEquivalent, quota.Safeguard, quota.CarriesOver);

    private static decimal? Number(string text) => text.Length == 0 ? null : Wire.ParseDecimal(text);
}

/// <summary>A tariff document has faults.</summary>
public sealed class TariffDocumentException(IReadOnlyList<Violation> faults)
    : Exception($"The tariff document has {faults.Count} faults, the first at {faults[0].Field}: {faults[0].Message}")
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<Violation> Faults { get; } = faults;
}
