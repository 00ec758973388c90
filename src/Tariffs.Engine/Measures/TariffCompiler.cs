using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine;

/// <summary>Resolves, for each line, what may apply from each origin in each era.</summary>
internal sealed class TariffCompiler
{
    private readonly Tariff _tariff;
    private readonly CountryGroups _countries;
    private readonly Dictionary<string, Material> _materials;
    private readonly Dictionary<uint, List<Numbered>> _measures = [];
    private readonly Dictionary<uint, Candidate[]> _candidates = [];
    private readonly Dictionary<GroupKey, int> _groups = [];
    private readonly Dictionary<(int Group, string Code, string Destinations), int> _contests = [];
    private int _number;

    public TariffCompiler(Tariff tariff, CountryGroups groups)
    {
        _tariff = tariff;
        _countries = groups;
        _materials = tariff.Materials.ToDictionary(material => material.Code);
        foreach (var measure in tariff.Measures)
        {
            var key = GoodsCodes.Key(measure.GoodsCode);
            if (!_measures.TryGetValue(key, out var measures))
                _measures.Add(key, measures = []);
            var group = Group(measure);
            measures.Add(new Numbered(measure, group, Contest(measure, group)));
        }
    }

    public Dictionary<uint, LineMeasures> Compile() =>
        _tariff.Lines.ToDictionary(line => GoodsCodes.Key(line.GoodsCode), Compile);

    private int Group(Measure measure)
    {
        var key = new GroupKey(
            measure.Type, measure.Level, measure.RequiredDocument, Content(measure), measure.OrderNumber);
        if (!_groups.TryGetValue(key, out var group))
            _groups.Add(key, group = _number++);
        return group;
    }

    private int Contest(Measure measure, int group)
    {
        if (measure.AdditionalCode.Length == 0 && measure.Destinations.Count == 0)
            return group;
        var destinations = string.Join(' ', measure.Destinations.Order(StringComparer.Ordinal));
        var key = (group, measure.AdditionalCode, destinations);
        if (!_contests.TryGetValue(key, out var contest))
            _contests.Add(key, contest = _number++);
        return contest;
    }

    // Floors of different materials are added; a floor on the oxide and one on its metal are floors of one material.
    private string Content(Measure measure) =>
        measure.Expression is PriceFloor floor ? _tariff.MaterialOf(floor.Price.Unit.Of) : "";

    private LineMeasures Compile(ClubLine line)
    {
        List<Candidate> all = [];
        for (var length = GoodsCodes.LengthMin; length <= line.GoodsCode.Length; length++)
        {
            all.AddRange(Bound(GoodsCodes.Key(line.GoodsCode.AsSpan(0, length))));
        }

        var byCountry = all.Where(candidate => candidate.OriginRank == 2).ToLookup(one => one.Measure.Origin);
        var general = all.Where(candidate => candidate.OriginRank < 2).ToArray();
        var origins = all.SelectMany(candidate => _countries.Named(candidate.Measure)).Distinct().ToArray();
        return new LineMeasures(
            line,
            _materials.GetValueOrDefault(line.Material),
            [.. all.OrderBy(candidate => candidate.Type)],
            all.Exists(candidate => candidate.IsSelected),
            IsExclusive(all),
            HasSeveralFloors(all, line),
            Array.ConvertAll(origins, GoodsCodes.CountryKey),
            Array.ConvertAll(origins, origin => Eras([.. general, .. byCountry[origin]], origin)),
            Eras(general, ""));
    }

    // Made beside the first line that they bind: what is read together lies together.
    private Candidate[] Bound(uint key)
    {
        if (!_measures.TryGetValue(key, out var measures))
            return [];
        if (!_candidates.TryGetValue(key, out var candidates))
        {
            candidates = [.. measures.Select(one => new Candidate(one.Measure, one.Group, one.Contest))];
            _candidates.Add(key, candidates);
        }

        return candidates;
    }

    private bool IsExclusive(List<Candidate> all)
    {
        foreach (var exclusion in _tariff.Exclusions)
        {
            if (all.Exists(one => one.Type == exclusion.Applied) && all.Exists(one => one.Type == exclusion.Excluded))
                return true;
        }

        return false;
    }

    private bool HasSeveralFloors(List<Candidate> all, ClubLine line) => all
        .Where(one => one.Type == MeasureType.PriceFloor)
        .Select(one => one.Expression).OfType<PriceFloor>()
        .Select(floor => _tariff.MaterialOf(floor, line)).Distinct().Count() > 1;

    private Era[] Eras(Candidate[] candidates, string origin)
    {
        List<Era> eras = [];
        Candidate[] before = [];
        foreach (var day in candidates.SelectMany(one => _countries.Turns(one.Measure, origin)).Distinct().Order())
        {
            var applicable = candidates.Where(one => _countries.Applies(one.Measure, origin, day))
                .Order(Comparer<Candidate>.Create(Candidate.Compare)).ToArray();
            if (applicable.AsSpan().SequenceEqual(before))
                continue;
            before = applicable;
            var outside = Winners(applicable, OriginStatus.ThirdCountry, false);
            eras.Add(new Era(
                day,
                Same(Winners(applicable, OriginStatus.Club, false), outside),
                Same(Winners(applicable, OriginStatus.ThirdCountry, true), outside),
                outside));
        }

        return [.. eras];
    }

    // One array is read where two say the same: what is read often stays in the processor's cache.
    private static Candidate[] Same(Candidate[] winners, Candidate[] kept) =>
        winners.AsSpan().SequenceEqual(kept) ? kept : winners;

    private static Candidate[] Winners(Candidate[] applicable, OriginStatus status, bool accedes)
    {
        List<Candidate> winners = [];
        foreach (var candidate in applicable)
        {
            if (candidate.Fits(status, accedes) && (winners.Count == 0 || winners[^1].Contest != candidate.Contest))
                winners.Add(candidate);
        }

        return [.. winners];
    }

    private readonly record struct Numbered(Measure Measure, int Group, int Contest);

    /// <summary>What measures of one group have in common.</summary>
    private readonly record struct GroupKey(
        MeasureType Type, CertificateLevel Level, string Document, string Content, string Quota);
}
