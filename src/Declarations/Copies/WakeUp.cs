namespace CrmClub.Declarations.Copies;

/// <summary>Wakes a worker of this process before its next look; many calls before it wakes count as one.</summary>
internal sealed class WakeUp
{
    private readonly SemaphoreSlim _called = new(0);

    public void Call()
    {
        if (_called.CurrentCount == 0)
            _called.Release();
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => _called.WaitAsync(atMost, cancel);
}
