namespace CrmClub.Journal;

/// <summary>Wakes the sealer, of whichever replica. Raise it after the commit.</summary>
public sealed class JournalSignal
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    /// <summary>Costs next to nothing; many before the sealer wakes count as one.</summary>
    public void Raise()
    {
        if (_raised.CurrentCount > 0)
        {
            return;
        }

        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread raised it in between: one is enough.
        }
    }

    internal Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancel) => _raised.WaitAsync(atMost, cancel);
}
