namespace CrmClub.Testing;

/// <summary>Waits for a condition with a deadline; nothing in a test waits for mere time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the condition holds; a failure to ask counts as no.</summary>
    /// <exception cref="TimeoutException">It did not hold within the time; names what was waited for.</exception>
    public static async Task HoldsAsync(
        string what, Func<Task<bool>> condition, TimeSpan within, CancellationToken cancel = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(within);
        using var timer = new PeriodicTimer(Every);
        Exception? last = null;
        do
        {
            try
            {
                if (await condition())
                {
                    return;
                }

                last = null;
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                last = e;
            }
        }
        while (await TickAsync(timer, limit.Token));

        cancel.ThrowIfCancellationRequested();
        throw new TimeoutException($"Not within {within.TotalSeconds:0.#} s: {what}.", last);
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken limit)
    {
        try
        {
            return await timer.WaitForNextTickAsync(limit);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
