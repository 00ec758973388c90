namespace CrmClub.Journal;

/// <summary>What the sealer tells the publisher of the same process.</summary>
internal sealed class SealerLead
{
    private volatile bool _held;

    /// <summary>Whether this process holds the sealer's lock, as far as it knows.</summary>
    public bool Held
    {
        get => _held;
        set => _held = value;
    }

    /// <summary>Raised when something was sealed or the lock was won.</summary>
    public JournalSignal Sealed { get; } = new();
}
