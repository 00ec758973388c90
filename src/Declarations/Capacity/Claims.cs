using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Capacity;

/// <summary>What the items of one declaration claim of certified facilities.</summary>
internal sealed class Claims(Basis basis)
{
    private Dictionary<CapacityAccount, decimal>? _own;

    /// <summary>
    /// One claim for each facility whose certificate the item names, by its goods alone: whether the certificate counts
    /// makes no difference to what is said to come from there. What a decision cites is taken as it is.
    /// </summary>
    public void Add(StoredItem item, int index, ref ItemFacts facts)
    {
        if (basis.IsInvalidated || item.NoDutyProcedure)
            return;
        if (basis.CitedItems is { } cited)
        {
            item.Claims.Add(cited[index].Claims);
            return;
        }

        if (facts.Line is not { } line || facts.ContainedKg is not > 0)
            return;
        foreach (var certificate in facts.Item.Certificates)
        {
            var account = new CapacityAccount(
                certificate.Facility, line.Material, (Stage)line.Stage, basis.Day.Year);
            if (item.Claims.Any(claim => claim.Facility == account.Facility))
                continue;
            _own ??= OfFormer();
            var (used, capacity) = basis.Capacity.Of(account);
            var own = _own.GetValueOrDefault(account);
            capacity ??= RiskRules.CertifiedKg(certificate.Number, line, basis);
            item.Claims.Add(new StoredClaim
            {
                Facility = account.Facility,
                Certificate = certificate.Number,
                Material = account.Material,
                Stage = (int)account.Stage,
                Year = account.Year,
                Kg = Wire.Decimal(facts.ContainedKg.Value),
                UsedKg = Wire.Decimal(Math.Max(used + own, 0)),
                CapacityKg = capacity is { } known ? Wire.Decimal(known) : "",
            });
            _own[account] = own + facts.ContainedKg.Value;
        }
    }

    /// <summary>What a revision adds to the sums of claims, and takes back of the one before it.</summary>
    /// <param name="former">The revision before; null where it is the first.</param>
    /// <param name="next">The revision.</param>
    public static IReadOnlyList<CapacityClaim> Between(StoredRevision? former, StoredRevision next)
    {
        var before = Told(former?.Decision);
        var after = Told(next.Decision);
        // What stays the same keeps the identifier that it has.
        var changes = after.Except(before).ToList();
        foreach (var gone in before.Except(after))
        {
            gone.TakenBack = true;
            changes.Add(gone);
        }

        return changes;
    }

    // What is prelodged claims nothing yet.
    private static List<CapacityClaim> Told(StoredDecision? decision) => decision is not { ProvisionalDay.Length: 0 }
        ? [] : [.. decision.Items.SelectMany(item => item.Claims.Select(claim => Told(item.Number, claim)))];

    private static CapacityClaim Told(int item, StoredClaim claim) => new()
    {
        Item = item,
        Facility = claim.Facility,
        Certificate = claim.Certificate,
        Material = claim.Material,
        Stage = (Stage)claim.Stage,
        Year = claim.Year,
        Kg = claim.Kg,
    };

    // What an earlier revision claims is taken back by the next.
    private Dictionary<CapacityAccount, decimal> OfFormer() => Told(basis.Former)
        .GroupBy(CapacityAccount.Of)
        .ToDictionary(group => group.Key, group => -group.Sum(claim => Wire.ParseDecimal(claim.Kg)));
}
