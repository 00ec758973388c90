using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Suppliers.Tests;

/// <summary>
/// Declarations that are decided, amended and invalidated at random, and transfers, with what is used by them at any
/// time, kept as plainly as can be. Entries arrive in any order, some twice, and who counts them dies now and then.
/// </summary>
internal sealed class LedgerModel(int seed, IReadOnlyList<string> facilities)
{
    private static readonly string[] DeathsAt = ["ledger.before-commit", "copy.after-commit"];

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, (int Revision, List<CapacityClaim> Claims)> _declarations = [];
    private readonly HashSet<(string Facility, string Material, int Year)> _touched = [];
    private readonly Dictionary<(string From, string Number), FacilityTransfer> _transfers = [];
    private long _seq;

    /// <summary>Kg used by account, those of which all was taken back included.</summary>
    public SortedDictionary<string, string> Used
    {
        get
        {
            var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (facility, material, year) in _touched)
            {
                var kg = _declarations.Values.SelectMany(one => one.Claims)
                    .Where(claim => (claim.Facility, claim.Material, claim.Year) == (facility, material, year))
                    .Sum(claim => decimal.Parse(claim.Kg));
                kg += _transfers.Values
                    .Where(one => (one.FromFacility, one.Material, 2027) == (facility, material, year))
                    .Sum(one => decimal.Parse(one.Kg));
                all[$"{facility} {material} {year}"] = $"{kg:0.###}";
            }

            return all;
        }
    }

    /// <summary>Says how often who counts has died, before or after it committed.</summary>
    public async Task<int> RunAsync(TestLedger ledger, int steps, int togetherMax)
    {
        var entries = new List<Entry>();
        for (var step = 0; step < steps; step++)
            entries.Add(TestLedger.Entry(++_seq, [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Decide())]));
        // Every entry once, a third of them again, in any order.
        var arriving = entries.Concat(entries.Where(_ => _random.Next(3) == 0)).ToArray();
        _random.Shuffle(arriving);
        var deaths = 0;
        for (var at = 0; at < arriving.Length;)
        {
            var together = arriving[at..Math.Min(at + _random.Next(1, togetherMax + 1), arriving.Length)];
            if (_random.Next(3) == 0 && await FailPoint.DiesAsync(
                _random.GetItems(DeathsAt, 1)[0], () => ledger.ApplyAsync(together)))
                deaths++;
            await ledger.ApplyAsync(together);
            at += together.Length;
            if (_random.Next(3) == 0)
                await TransferAsync(ledger.Suppliers);
        }

        return deaths;
    }

    // Under few numbers, so that many are told again, the same or otherwise.
    private async Task TransferAsync(TestSuppliers suppliers)
    {
        string[] sides = [.. facilities];
        _random.Shuffle(sides);
        var transfer = new FacilityTransfer
        {
            FromFacility = sides[0],
            ToFacility = sides[1],
            Material = "Dy",
            Stage = Stage.SeparatedCompound,
            Day = "2027-03-01",
            Kg = $"{_random.Next(1, 3000)}.{_random.Next(1, 10)}",
            Number = $"T-{_random.Next(8)}",
        };
        if (_transfers.TryAdd((transfer.FromFacility, transfer.Number), transfer))
        {
            _touched.UnionWith(sides[..2].Select(side => (side, transfer.Material, 2027)));
            await suppliers.TransferAsync(transfer);
            return;
        }

        await suppliers.TransferAsync(_transfers[(transfer.FromFacility, transfer.Number)]);
        var refused = await Assert.ThrowsAsync<ClubException>(() => suppliers.TransferAsync(transfer));
        Assert.Equal("TRANSFER_CONTRADICTED", Assert.Single(refused.Violations).Rule);
    }

    private DecidedDeclaration Decide()
    {
        if (_declarations.Count > 0 && _random.Next(3) == 0)
        {
            var (mrn, (revision, before)) = _declarations.ElementAt(_random.Next(_declarations.Count));
            var after = _random.Next(3) == 0 ? [] : Goods();
            return Told(mrn, revision + 1, before, after);
        }

        return Told($"MRN-{_declarations.Count + 1}", 1, [], Goods());
    }

    private DecidedDeclaration Told(string mrn, int revision, List<CapacityClaim> before, List<CapacityClaim> after)
    {
        _declarations[mrn] = (revision, after);
        foreach (var claim in after)
            _touched.Add((claim.Facility, claim.Material, claim.Year));
        var told = new DecidedDeclaration { Mrn = mrn, Revision = revision };
        told.Claims.Add(after.Except(before));
        foreach (var gone in before.Except(after).Select(claim => claim.Clone()))
        {
            gone.TakenBack = true;
            told.Claims.Add(gone);
        }

        return told;
    }

    private List<CapacityClaim> Goods() =>
    [
        .. Enumerable.Range(1, _random.Next(0, 4)).Select(item => new CapacityClaim
        {
            Item = item,
            Facility = facilities[_random.Next(facilities.Count)],
            Certificate = "CRM-2027-000001",
            Material = _random.Next(2) == 0 ? "Dy" : "NdPr",
            Stage = Stage.SeparatedCompound,
            Year = _random.Next(2) == 0 ? 2027 : 2028,
            Kg = $"{_random.Next(1, 3000)}.{_random.Next(1, 10)}",
        }),
    ];
}
