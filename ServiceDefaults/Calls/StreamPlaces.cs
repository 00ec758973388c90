using System.Threading.RateLimiting;
using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.ServiceDefaults.Calls;

/// <summary>Places for streams of one kind; none waits for one.</summary>
/// <param name="max">Streams at once.</param>
/// <param name="what">What they are, in a refusal: "watches".</param>
public sealed class StreamPlaces(int max, string what) : IDisposable
{
    private readonly ConcurrencyLimiter _places = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = max,
        QueueLimit = 0,
    });

    /// <summary>A place until it is disposed of.</summary>
    /// <exception cref="ClubException">OVERLOADED: all are taken.</exception>
    public IDisposable Take()
    {
        var place = _places.AttemptAcquire();
        if (place.IsAcquired)
            return place;
        place.Dispose();
        throw new ClubException(ErrorReason.Overloaded, $"{max} {what} are under way: try later.");
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}
