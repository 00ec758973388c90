using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Storage;

namespace CrmClub.Declarations.Supply;

/// <summary>Of what, when and where from.</summary>
/// <param name="Month">First day of the month of acceptance.</param>
/// <param name="Material">Material code of the tariff.</param>
/// <param name="Stage">Stage of processing.</param>
/// <param name="Origin">ISO 3166-1 alpha-2.</param>
internal readonly record struct SupplyKey(DateOnly Month, string Material, Stage Stage, string Origin);

/// <summary>How much.</summary>
/// <param name="Kg">Contained material as metal, or net mass where the content is not told.</param>
/// <param name="Items">Goods items.</param>
internal readonly record struct Supplied(decimal Kg, long Items)
{
    // A milligram: what is taken back later comes to the same figure.
    private const int Decimals = 6;

    /// <summary>What a revision says was supplied: nothing before it is accepted, or where the goods did not enter
    /// free circulation.</summary>
    public static IReadOnlyList<(SupplyKey Key, Supplied Amount)> Of(StoredRevision revision, Standing standing)
    {
        var decision = revision.Decision;
        if (decision.Invalidated || decision.ProvisionalDay.Length > 0)
            return [];
        var basis = Basis.Cited(standing, revision);
        var month = new DateOnly(basis.Day.Year, basis.Day.Month, 1);
        var all = new List<(SupplyKey, Supplied)>();
        foreach (var (item, decided) in Assessor.ConsignmentsOf(revision.Declaration, basis).Zip(decision.Items))
        {
            var facts = new ItemFacts(revision.Declaration, item, basis, decided);
            if (decided.NoDutyProcedure || decided.NotAllowed || facts.Line is not { } line)
                continue;
            all.Add((new SupplyKey(month, line.Material, (Stage)line.Stage, item.Origin),
                new Supplied(decimal.Round(facts.MetalKg ?? item.NetMassKg, Decimals), 1)));
        }

        return all;
    }
}
