using CrmClub.Contracts.Declarations.V1;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests.Quotas;

/// <summary>What became of drawings.</summary>
/// <param name="Drawings">Declarations that were answered with a drawing.</param>
/// <param name="Allocated">Of all that was drawn, allocated.</param>
/// <param name="Lost">Answered and not there.</param>
/// <param name="Twice">There more than once, or told more than once.</param>
/// <param name="Faults">What is not as the model says, as sentences; lost and twice included.</param>
internal sealed record QuotaOutcome(
    int Drawings, int Allocated, int Lost, int Twice, IReadOnlyList<string> Faults);

/// <summary>Holds ledger, declarations and mass balance against the model.</summary>
internal sealed class QuotaChecker(ClubUnderTest club, QuotaClub secretariat, CancellationToken cancel)
{
    public async Task<QuotaOutcome> CheckAsync(QuotaTrade trade, QuotaModel model, string facility)
    {
        var faults = new List<string>();
        var ledger = (await secretariat.LedgerAsync()).ToDictionary(one => one.Id);
        var wishes = model.Drawn.ToDictionary(one => one.Id);
        faults.AddRange(ledger.Keys.Except(wishes.Keys).Select(id => $"{id}: drawn by nobody"));
        faults.AddRange(wishes.Keys.Except(ledger.Keys).Select(id => $"{id}: not in the ledger"));
        faults.AddRange(wishes.Values.Where(one => ledger.ContainsKey(one.Id)
            && ledger[one.Id] != (one.Id, one.Requested, one.Allocated))
            .Select(one => $"{ledger[one.Id]} is not {one.Requested}, {one.Allocated}"));
        var told = await secretariat.ToldOtherwiseAsync();
        faults.AddRange(told.Select(id => $"{id}: told otherwise than it is"));
        foreach (var (order, allocated) in model.Allocated)
        {
            var gone = await secretariat.AllocatedAsync(order);
            if (gone != allocated) faults.Add($"{order}: {gone} gone, not {allocated}");
        }

        var stored = await StoredAsync(trade.All);
        faults.AddRange(trade.All.SelectMany(one => Compare(one, [.. stored[one.Mrn]], wishes[one.Drawing])));
        var claimed = await secretariat.ClaimedAsync(facility);
        if (claimed != trade.All.Sum(one => one.Kg))
            faults.Add($"{facility}: {claimed} kg claimed, not {trade.All.Sum(one => one.Kg)}");
        faults.AddRange(await new ClubChecker(club).AuditAsync(cancel));
        return new QuotaOutcome(
            trade.All.Count,
            wishes.Values.Count(one => one.Allocated is not null),
            trade.All.Count(one => !stored.Contains(one.Mrn)) + wishes.Keys.Except(ledger.Keys).Count(),
            stored.Count(one => one.Count() > 1) + told.Count + ledger.Keys.Except(wishes.Keys).Count(),
            faults);
    }

    private static IEnumerable<string> Compare(
        Consignment one, List<DeclarationAnswer> stored, QuotaModel.Wish wish)
    {
        if (stored is not [var kept])
        {
            yield return $"{one.Mrn}: stored {stored.Count} times";
            yield break;
        }

        if (one.IsInvalidated)
        {
            if (kept.State != DeclarationState.Invalidated) yield return $"{one.Mrn}: {kept.State}";
            yield break;
        }

        var quota = kept.Items[0].Quota;
        if ((quota.Drawing, quota.Requested, quota.Allocated) != (wish.Id, $"{one.Kg}", $"{wish.Allocated}"))
            yield return $"{one.Mrn}: {quota} is not {wish.Id}, {one.Kg}, {wish.Allocated}";
        var duty = Consignment.Number(kept.Duty.Amount);
        if (duty != one.Duty(wish.Allocated ?? 0))
            yield return $"{one.Mrn}: duty {duty} on {one.Kg} kg, {wish.Allocated} within";
    }

    /// <summary>The newest revision of each that asked for a quota, through the door.</summary>
    private async Task<ILookup<string, DeclarationAnswer>> StoredAsync(IReadOnlyCollection<Consignment> sent)
    {
        var from = $"{sent.Min(one => one.Day):O}";
        var all = new List<DeclarationAnswer>();
        foreach (var (system, _) in ClubUnderTest.CustomsSystems)
        {
            using var customs = club.SignedInAs(system);
            var token = "";
            do
            {
                var page = await customs.CallAsync(options => customs.Declarations.ListDeclarationsAsync(
                    new ListDeclarationsRequest { AcceptedFrom = from, PageSize = 500, PageToken = token }, options),
                    cancel: cancel);
                all.AddRange(page.Declarations);
                token = page.NextPageToken;
            }
            while (token.Length > 0);
        }

        return all.ToLookup(one => one.Mrn);
    }
}
