using System.Diagnostics;

namespace CrmClub.Journal;

/// <summary>Source <c>CrmClub.Journal</c>: work done at once for what came in several traces, or in one.</summary>
public static class BatchTrace
{
    // What OpenTelemetry keeps of one span.
    private const int LinksMax = 128;

    private static readonly ActivitySource Source = new("CrmClub.Journal");

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>The present trace, if it is recorded; as W3C Trace Context writes it.</summary>
    public static string? Current => Activity.Current is { Recorded: true } now ? now.Id : null;

    /// <summary>Begins a span in the one trace that is given; linked to each if there are several.</summary>
    public static Activity? Start(string name, IEnumerable<string?> traceparents)
    {
        if (!IsOn)
        {
            return null;
        }

        var links = traceparents
            .Select(text => ActivityContext.TryParse(text, null, isRemote: true, out var context) ? context : default)
            .Where(context => context != default)
            .DistinctBy(context => context.TraceId).Take(LinksMax)
            .Select(context => new ActivityLink(context)).ToList();
        return links.Count == 0
            ? null
            : Source.StartActivity(
                name, ActivityKind.Internal, links.Count == 1 ? links[0].Context : default, links: links);
    }
}
