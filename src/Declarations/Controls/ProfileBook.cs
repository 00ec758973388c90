using System.Collections.Concurrent;
using System.Collections.Frozen;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Declarations.Controls;

/// <summary>Every risk profile that ever came into force, or ended, in the order of that. Immutable.</summary>
internal sealed class ProfileBook
{
    public static readonly ProfileBook Empty = new([]);

    private readonly IReadOnlyList<(long Number, RiskProfile Profile)> _decided;
    private readonly ConcurrentDictionary<long, ProfileSet> _sets = new();

    /// <param name="decided">Oldest first, each with the number that the set has from it on.</param>
    public ProfileBook(IReadOnlyList<(long Number, RiskProfile Profile)> decided)
    {
        _decided = decided;
        Newest = decided.Count == 0 ? 0 : decided[^1].Number;
        Current = At(Newest)!;
    }

    /// <summary>Number of the newest set.</summary>
    public long Newest { get; }

    /// <summary>What is in force now.</summary>
    public ProfileSet Current { get; }

    /// <summary>What was in force when that was the newest; null where it is not known here yet.</summary>
    public ProfileSet? At(long number) => number > Newest ? null : _sets.GetOrAdd(number, Build);

    private ProfileSet Build(long number)
    {
        var newest = new Dictionary<string, RiskProfile>();
        foreach (var (_, profile) in _decided.TakeWhile(one => one.Number <= number))
            newest[profile.Id] = profile;
        return new ProfileSet(number, newest.Values.Where(profile => !profile.Ends));
    }
}

/// <summary>The profiles in force at one time. Immutable.</summary>
internal sealed class ProfileSet
{
    private readonly RiskProfile[] _club;
    private readonly FrozenDictionary<string, RiskProfile[]> _withLocal;

    public ProfileSet(long number, IEnumerable<RiskProfile> profiles)
    {
        Number = number;
        RiskProfile[] all = [.. profiles.OrderBy(profile => profile.Id, StringComparer.Ordinal)];
        _club = Array.FindAll(all, profile => profile.Administration.Length == 0);
        _withLocal = all.Select(profile => profile.Administration).Where(code => code.Length > 0).Distinct()
            .ToFrozenDictionary(code => code, code => Array.FindAll(
                all, profile => profile.Administration.Length == 0 || profile.Administration == code));
    }

    public long Number { get; }

    /// <summary>The club's and the administration's own, by id.</summary>
    public RiskProfile[] For(string administration) => _withLocal.GetValueOrDefault(administration, _club);
}

/// <summary>Holds the book of the moment.</summary>
internal sealed class ProfileHolder
{
    private volatile ProfileBook? _book;

    /// <summary>Null until it has been read.</summary>
    public ProfileBook? Book => _book;

    public void Replace(ProfileBook book) => _book = book;
}
