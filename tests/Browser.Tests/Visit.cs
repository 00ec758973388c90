using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CrmClub.Browser.Tests;

/// <summary>One person at the browser.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private const int TabsMax = 200;
    private const int NavigationMs = 30_000;

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    internal Visit(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        // A breach of the content security policy is told on the console.
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, fault) => _complaints.Add(fault);
    }

    internal IPage Page { get; }

    /// <summary>What the browser complained of.</summary>
    internal IReadOnlyList<string> Complaints => _complaints;

    internal void Forget() => _complaints.Clear();

    /// <summary>Signs in, and is at the person's first page.</summary>
    internal async Task SignInAsync(string title = "Secretariat officer", string home = "/")
    {
        await Page.GotoAsync("/");
        await Page.GetByRole(AriaRole.Button, new() { Name = title, Exact = true }).ClickAsync();
        await IsAtAsync(home);
    }

    /// <summary>Waits until the page at that path has loaded: asked, since a navigation that is quick is over before
    /// anybody listens for it.</summary>
    internal async Task IsAtAsync(string path)
    {
        var address = new Regex($@"^http://[^/]+{Regex.Escape(path)}(\?.*)?(#.*)?$");
        await Assertions.Expect(Page).ToHaveURLAsync(address, new() { Timeout = NavigationMs });
        await Page.WaitForLoadStateAsync();
    }

    /// <summary>The same person at another window of a browser that has kept nothing but the session.</summary>
    internal async Task<Visit> AgainAsync()
    {
        var context = await _context.Browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = new Uri(Page.Url).GetLeftPart(UriPartial.Authority),
            StorageState = await _context.StorageStateAsync(),
        });
        return new Visit(context, await context.NewPageAsync());
    }

    internal Task<string> HeadingAsync() => Page.Locator("h1").InnerTextAsync();

    /// <summary>Goes on by the tab key until the element has the focus, and sees that the focus can be seen.</summary>
    internal async Task TabToAsync(string selector)
    {
        for (var tabs = 0; tabs < TabsMax; tabs++)
        {
            await Page.Keyboard.PressAsync("Tab");
            Assert.True(await IsFocusSeenAsync(), $"On the way to {selector} a focus can't be seen.");
            if (await Page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector))
                return;
        }
        Assert.Fail($"The tab key does not lead to {selector}.");
    }

    private Task<bool> IsFocusSeenAsync() => Page.EvaluateAsync<bool>("""
        () => {
            const element = document.activeElement;
            if (element === document.body) return true;
            const box = element.getBoundingClientRect(), style = getComputedStyle(element);
            return style.outlineStyle !== 'none' && box.width > 0 && box.height > 0
                && box.bottom > 0 && box.top < innerHeight;
        }
        """);

    public ValueTask DisposeAsync() => new(_context.CloseAsync());
}
