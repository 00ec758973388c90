using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Proposals;

/// <summary>A measure before and after a proposal.</summary>
/// <param name="Place">Where it stands in the proposal, for instance "amendments[0]".</param>
/// <param name="Before">As it is; null where it is new, or where the version that it belongs to is not at hand.</param>
/// <param name="After">As it would be; null where it ends.</param>
/// <param name="Id">Of the measure; empty where it is new.</param>
public sealed record MeasureChange(string Place, string Id, Measure? Before, Measure? After)
{
    /// <summary>All that a proposal changes, by the version that it is written for.</summary>
    public static IReadOnlyList<MeasureChange> Of(ProposalContent content, TariffDocument? version)
    {
        var known = version?.Measures.ToDictionary(measure => measure.Id) ?? [];
        return
        [
            .. content.Amendments.Select((one, place) => new MeasureChange(
                $"amendments[{place}]", one.Id, known.GetValueOrDefault(one.Id), Of(one.Measure))),
            .. content.Ends.Select((id, place) => new MeasureChange(
                $"ends[{place}]", id, known.GetValueOrDefault(id), null)),
            .. content.Additions.Select((one, place) => new MeasureChange($"additions[{place}]", "", null, Of(one))),
        ];

        // What a measure leaves out it takes from the proposal.
        Measure Of(Measure written)
        {
            var whole = written.Clone();
            if (whole.ValidFrom.Length == 0)
                whole.ValidFrom = content.EffectiveOn;
            if (whole.LegalBase.Length == 0)
                whole.LegalBase = content.LegalBase;
            return whole;
        }
    }

    public string GoodsCode => (After ?? Before)?.GoodsCode ?? "";

    public MeasureType Type => (After ?? Before)?.Type ?? default;

    /// <summary>What is worded otherwise: the field's name in the contract, before and after.</summary>
    public IEnumerable<(string Field, string Before, string After)> Fields =>
        from described in Measure.Descriptor.Fields.InFieldNumberOrder()
        where described.Name is not ("id" or "type" or "goods_code")
        let before = TextOf(described, Before)
        let after = TextOf(described, After)
        where before != after
        select (described.Name, before, after);

    private static string TextOf(Google.Protobuf.Reflection.FieldDescriptor field, Measure? measure) =>
        measure is null ? "" : field.Accessor.GetValue(measure) switch
        {
            string text => text,
            CertificateLevel level => level == default ? "" : $"{level}",
            System.Collections.IEnumerable many => string.Join("; ", many.Cast<object>()),
            var other => $"{other}",
        };
}
