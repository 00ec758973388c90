namespace CrmClub.Declarations.Reassessment;

/// <summary>Wakes the worker of this process when a certificate may have been revoked.</summary>
internal sealed class ReassessmentSignal
{
    private readonly SemaphoreSlim _raised = new(0);

    public void Raise() => _raised.Release();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => _raised.WaitAsync(atMost, cancel);
}
