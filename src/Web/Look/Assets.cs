namespace CrmClub.Web.Look;

/// <summary>Marks what says itself how long it may be kept.</summary>
internal sealed class Kept;

/// <summary>What every page brings with it, and what some of them load.</summary>
internal static class Assets
{
    /// <summary>The one style sheet. It stands in the page: over a slow line, loading it takes longest.</summary>
    internal static readonly Asset Style = new("club.css", "text/css; charset=utf-8");

    /// <summary>Keeps the live part of a page as it is at the server.</summary>
    internal static readonly Asset Live = new("live.js", "text/javascript; charset=utf-8");

    /// <summary>Single keys that lead somewhere.</summary>
    internal static readonly Asset Keys = new("keys.js", "text/javascript; charset=utf-8");

    internal static void MapAssets(this WebApplication app)
    {
        Live.Map(app);
        Keys.Map(app);
    }
}
