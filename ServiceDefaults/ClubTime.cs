using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CrmClub.ServiceDefaults;

/// <summary>
/// The club's business clock: system time plus an offset that only a developer's club has. Serves legal days alone;
/// tokens, leases, time limits and record time go by the system's clock.
/// </summary>
public abstract class ClubTime
{
    /// <summary>The instant, UTC.</summary>
    public abstract DateTimeOffset UtcNow { get; }

    /// <summary>The legal day in an IANA zone, for instance "Europe/Brussels".</summary>
    public virtual DateOnly Today(string zone)
    {
        var local = TimeZoneInfo.ConvertTime(UtcNow, TimeZoneInfo.FindSystemTimeZoneById(zone));
        return DateOnly.FromDateTime(local.DateTime);
    }
}

/// <summary>The clock of a developer's club, moved by <c>{"offsetSeconds": 86400}</c> in a file.</summary>
internal sealed class MovableClubTime(TimeProvider system, string file) : ClubTime
{
    private static readonly TimeSpan OffsetKept = TimeSpan.FromMilliseconds(500);

    private readonly Lock _reading = new();
    private TimeSpan _offset;
    private long _readAt;

    public override DateTimeOffset UtcNow => system.GetUtcNow() + Offset();

    private TimeSpan Offset()
    {
        lock (_reading)
        {
            if (_readAt == 0 || system.GetElapsedTime(_readAt) > OffsetKept)
            {
                _offset = Read();
                _readAt = system.GetTimestamp();
            }
            return _offset;
        }
    }

    private TimeSpan Read()
    {
        if (!File.Exists(file))
            return TimeSpan.Zero;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return TimeSpan.FromSeconds(json.RootElement.GetProperty("offsetSeconds").GetInt64());
        }
        // Caught while it is being rewritten: the last known offset stands until the next look.
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            return _offset;
        }
    }
}

/// <summary>The clock of a club in earnest.</summary>
internal sealed class SystemClubTime(TimeProvider system) : ClubTime
{
    public override DateTimeOffset UtcNow => system.GetUtcNow();
}

public static class ClubTimeHosting
{
    /// <summary><see cref="ClubTime"/>, moved by the file <c>Club:ClockFile</c> where one is named.</summary>
    /// <exception cref="InvalidOperationException">A file is named in Production.</exception>
    public static void AddClubTime(this WebApplicationBuilder builder)
    {
        var file = builder.Configuration["Club:ClockFile"];
        if (!string.IsNullOrEmpty(file) && builder.Environment.IsProduction())
            throw new InvalidOperationException("Club:ClockFile moves the club's clock: forbidden in Production.");

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<ClubTime>(services =>
        {
            var system = services.GetRequiredService<TimeProvider>();
            return string.IsNullOrEmpty(file) ? new SystemClubTime(system) : new MovableClubTime(system, file);
        });
    }
}
