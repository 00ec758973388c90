namespace CrmClub.Web.Calls;

/// <summary>A list that is asked for page by page.</summary>
internal static class AllPages
{
    /// <summary>All of it, or as much as is wanted; no value where a page was not answered.</summary>
    /// <param name="ask">A page by its token, the first by none.</param>
    /// <param name="take">What is on a page.</param>
    /// <param name="next">The token of the page after it; empty after the last.</param>
    /// <param name="max">No page is asked for once there are as many.</param>
    public static async Task<Answer<List<TOne>>> AllAsync<TPage, TOne>(
        Func<string, Task<Answer<TPage>>> ask, Func<TPage, IEnumerable<TOne>> take, Func<TPage, string> next, int max)
        where TPage : class
    {
        var all = new List<TOne>();
        for (var token = ""; ;)
        {
            var page = await ask(token);
            if (page.Value is not { } found)
                return page.Of<List<TOne>>(_ => all);
            all.AddRange(take(found));
            token = next(found);
            if (token.Length == 0 || all.Count >= max)
                return new(page.Service, Trouble.None, all);
        }
    }
}
