using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Suppliers.Names;

/// <summary>Pairs of operators, or facilities of two operators, that may be one or be taken for each other.</summary>
internal static class SupplierPairs
{
    // Of shorter names, one sign is too much of the whole.
    private const int OneEditLengthMin = 5;

    /// <summary>In order of registration.</summary>
    public static IEnumerable<SupplierPair> Of(IReadOnlyList<Operator> operators, IReadOnlyList<Facility> facilities) =>
    [
        .. SameIdentifier(operators),
        .. Alike([.. operators.Select(one => new Named(one.Number, one.Number, one.Name))]),
        .. Alike([.. facilities.Select(one => new Named(one.Number, one.Operator, one.Name))]),
    ];

    private static IEnumerable<SupplierPair> SameIdentifier(IReadOnlyList<Operator> operators) =>
        from owner in operators
        from identifier in owner.Identifiers
        group owner by identifier into owners
        from other in owners.Skip(1)
        select new SupplierPair
        {
            Likeness = SupplierLikeness.Identifier,
            First = owners.First().Number,
            Second = other.Number,
            FirstValue = owners.Key.Value,
            SecondValue = owners.Key.Value,
        };

    // Of many that are alike, each is paired with the first: a report that people can read to its end.
    private static IEnumerable<SupplierPair> Alike(IReadOnlyList<Named> names)
    {
        var groups = names.GroupBy(one => NameSkeleton.Of(one.Name)).Where(group => group.Key.Length > 0).ToList();
        foreach (var group in groups)
        {
            var first = group.First();
            foreach (var other in group.Skip(1).Where(other => other.Owner != first.Owner))
                yield return Pair(SupplierLikeness.SameName, first, other);
        }

        foreach (var (one, other) in OneEditApart([.. groups.Select(group => group.Key)]))
        {
            var (first, second) = (groups[one].First(), groups[other].First());
            if (first.Owner != second.Owner)
                yield return Pair(SupplierLikeness.OneEdit, first, second);
        }
    }

    private static IEnumerable<(int One, int Other)> OneEditApart(IReadOnlyList<string> skeletons)
    {
        var keys = skeletons.Index().Where(skeleton => skeleton.Item.Length >= OneEditLengthMin)
            .SelectMany(skeleton => OneEdit.Keys(skeleton.Item), (skeleton, key) => (Key: key, skeleton.Index))
            .ToArray();
        Array.Sort(keys);
        var seen = new HashSet<(int, int)>();
        for (var start = 0; start < keys.Length; start++)
        {
            for (var next = start + 1; next < keys.Length && keys[next].Key == keys[start].Key; next++)
            {
                var pair = (keys[start].Index, keys[next].Index);
                if (pair.Item1 != pair.Item2 && NameSkeleton.IsOneEdit(skeletons[pair.Item1], skeletons[pair.Item2])
                    && seen.Add(pair))
                    yield return pair;
            }
        }
    }

    private static SupplierPair Pair(SupplierLikeness likeness, Named first, Named second) => new()
    {
        Likeness = likeness,
        First = first.Number,
        Second = second.Number,
        FirstValue = first.Name,
        SecondValue = second.Name,
    };

    private sealed record Named(string Number, string Owner, string Name);
}
