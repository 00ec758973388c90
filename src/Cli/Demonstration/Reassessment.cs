using System.Globalization;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Demonstration;

/// <summary>What became of a declaration whose certificate was revoked.</summary>
internal sealed record Reassessed(Decided First, DeclarationAnswer Second, Adjustment Adjustment);

/// <summary>Looks at what the revocation did, and holds it against what it should have done.</summary>
internal sealed class Reassessment(Invocation invocation, DayOfTrade trade)
{
    /// <summary>Waits until each has its second revision.</summary>
    public async Task<IReadOnlyList<Reassessed>> WaitAsync(IReadOnlyList<Decided> relying)
    {
        var found = new List<Reassessed>();
        foreach (var first in relying)
        {
            var response = await Waiting.ForAsync($"{first.Answer.Mrn} reassessed", invocation.Within, async () =>
            {
                var now = await GetAsync(first, revision: 0);
                return now.Answer.Revision > 1 && now.Adjustments.Count > 0 ? now : null;
            }, invocation.Cancel);
            found.Add(new Reassessed(first, response.Answer, response.Adjustments[0]));
        }
        return found;
    }

    /// <summary>Everything that is not as it should be.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(
        IReadOnlyList<Decided> all, IReadOnlyList<Reassessed> reassessed)
    {
        var faults = new List<string>();
        foreach (var one in reassessed)
        {
            var mrn = one.First.Answer.Mrn;
            var before = await GetAsync(one.First, revision: 1);
            if (!SameDecision(before.Answer, one.First.Answer))
                faults.Add($"{mrn}: revision 1 is not as it was answered");
            var difference = Amount(one.Second.Duty) - Amount(one.First.Answer.Duty);
            if (one.Second.Revision != 2) faults.Add($"{mrn}: is at revision {one.Second.Revision}, not 2");
            if (difference <= 0) faults.Add($"{mrn}: revision 2 has no additional duty");
            if (Amount(one.Adjustment.Difference) != difference)
                faults.Add($"{mrn}: the adjustment is not the difference");
        }
        foreach (var other in all.Where(d => reassessed.All(r => r.First != d)))
        {
            var now = await GetAsync(other, revision: 0);
            if (now.Answer.Revision != 1) faults.Add($"{other.Answer.Mrn}: was reassessed without cause");
        }
        return faults;
    }

    /// <summary>A declaration in full.</summary>
    public Task<GetDeclarationResponse> GetAsync(Decided decided, int revision)
    {
        var system = trade.SystemOf(decided.Declaration.Administration);
        var request = new GetDeclarationRequest { Mrn = decided.Answer.Mrn, Revision = revision };
        return invocation.CallAsync(system, o => system.Declarations.GetDeclarationAsync(request, o));
    }

    /// <summary>What is wrong with the answers to the day's declarations themselves.</summary>
    public static IEnumerable<string> FaultsOf(IEnumerable<Decided> decided) =>
        from one in decided
        from item in one.Answer.Items
        let sum = item.Measures.Where(m => m.Applied).Sum(m => decimal.Parse(m.Amount, CultureInfo.InvariantCulture))
        where item.Duty is null || Amount(item.Duty) != sum
        select $"{one.Answer.Mrn}, item {item.Item}: the measures' amounts do not add up to the duty";

    public static decimal Amount(Money? money) =>
        money is null ? 0 : decimal.Parse(money.Amount, CultureInfo.InvariantCulture);

    private static bool SameDecision(DeclarationAnswer a, DeclarationAnswer b) =>
        a.Revision == b.Revision && a.Mrn == b.Mrn && Equals(a.Duty, b.Duty) && Equals(a.Versions, b.Versions)
        && a.Items.SelectMany(Applied).SequenceEqual(b.Items.SelectMany(Applied));

    private static IEnumerable<(int Item, string Measure, string Amount)> Applied(DutyAnswer item) =>
        item.Measures.Where(m => m.Applied).Select(m => (item.Item, m.Id, m.Amount));
}
