namespace CrmClub.Browser.Tests;

/// <summary>How a person goes through pages: by mouse, or by keyboard alone.</summary>
internal sealed class Hands(Visit visit, bool byKeyboard)
{
    private const int Triple = 3;

    /// <summary>Pages seen so far, the first one included.</summary>
    internal int Views { get; private set; } = 1;

    /// <summary>Follows a link, or presses a button, to the page at that path.</summary>
    internal async Task GoAsync(string selector, string path)
    {
        if (byKeyboard)
        {
            await visit.TabToAsync(selector);
            await visit.Page.Keyboard.PressAsync("Enter");
        }
        else
        {
            await visit.Page.Locator(selector).First.ClickAsync();
        }

        await visit.IsAtAsync(path);
        Views++;
    }

    /// <summary>Writes into a field, in place of what is there.</summary>
    internal async Task WriteAsync(string field, string text)
    {
        if (byKeyboard)
            await visit.TabToAsync(field);
        else
            await visit.Page.Locator(field).ClickAsync(new() { ClickCount = Triple });
        await visit.Page.Keyboard.TypeAsync(text);
    }
}
