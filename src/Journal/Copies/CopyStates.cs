using System.Collections.Concurrent;

namespace CrmClub.Journal;

/// <summary>How far this replica's memory has followed its copies.</summary>
internal sealed class CopyStates(Lazy<IReadOnlyCollection<string>> producers, TimeProvider time) : ICopyProgress
{
    /// <summary>A producer that has the broker is heard each second; a new sealer takes over within 4 s.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(10);

    private readonly long _began = time.GetTimestamp();
    private readonly ConcurrentDictionary<string, State> _states = new();

    public IReadOnlyCollection<string> Producers => producers.Value;

    /// <summary>Raised when this replica changed a copy.</summary>
    public JournalSignal Changed { get; } = new();

    public long Seq(string producer) => _states.TryGetValue(producer, out var state) ? state.Seq : 0;

    public TimeSpan Age(string producer)
    {
        if (!_states.TryGetValue(producer, out var state))
        {
            return TimeSpan.MaxValue;
        }

        var age = time.GetUtcNow() - state.HeardAt;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    /// <summary>Whether memory has followed the copy at least once.</summary>
    public bool Follows(string producer) => _states.ContainsKey(producer);

    /// <summary>Whether a producer is heard no longer; what came before this process tells nothing of it.</summary>
    public bool IsSilent(string producer) =>
        Follows(producer) && Age(producer) > SilentAfter && time.GetElapsedTime(_began) > SilentAfter;

    /// <summary>The version of the copy that memory shows; 0 when it shows none.</summary>
    public long Version(string producer) => _states.TryGetValue(producer, out var state) ? state.Version : 0;

    /// <summary>Why nothing of the producer is applied; null while all is well.</summary>
    public string? Refused(string producer) => _states.TryGetValue(producer, out var state) ? state.Refused : null;

    public string TreeHead(string producer) =>
        _states.TryGetValue(producer, out var state) ? state.TreeHead : "";

    public void Followed(CopyCursor cursor) => _states[cursor.Producer] =
        new State(cursor.Seq, cursor.Version, cursor.HeardAt, cursor.Refused, cursor.TreeHead);

    private sealed record State(long Seq, long Version, DateTimeOffset HeardAt, string? Refused, string TreeHead);
}
