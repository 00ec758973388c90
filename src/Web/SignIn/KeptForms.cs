using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.Web.SignIn;

/// <summary>
/// What was sent by a form when its session had ended: kept in this process while the person signs in again, by a
/// number that stands in the address alone to which they are led back. Nothing of it is done before it is sent again.
/// </summary>
internal sealed class KeptForms(TimeProvider time)
{
    internal const int FormsMax = 100;
    internal const int FormLengthMax = 2 * 1024 * 1024;
    internal const int LengthMax = 16 * 1024 * 1024;

    private const int KeyBytes = 32;
    private const int RowsMax = 100;

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, IFormCollection Form)> _forms = new();

    /// <summary>Keeps a form of one of our pages on its way to the sign-in, and leads back to it.</summary>
    public async Task KeepAsync(RedirectContext context)
    {
        var request = context.Request;
        // What another site sent is not what a person typed here.
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType
            || request.Headers["Sec-Fetch-Site"] != "same-origin")
            return;
        var form = await request.ReadFormAsync(context.HttpContext.RequestAborted);
        var length = LengthOf(form);
        if (length > FormLengthMax)
            return;
        var now = time.GetUtcNow();
        foreach (var (over, _) in _forms.Where(one => one.Value.Until <= now))
            _forms.TryRemove(over, out _);
        if (_forms.Count >= FormsMax || _forms.Values.Sum(one => LengthOf(one.Form)) + length > LengthMax)
            return;
        var key = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(KeyBytes));
        _forms[key] = (now + WebIdentity.IdleMax, form);
        context.Properties.RedirectUri = $"{request.Path}?kept={key}";
    }

    private static int LengthOf(IFormCollection form) =>
        form.Sum(field => field.Key.Length + field.Value.Sum(value => value?.Length ?? 0));

    /// <summary>The form, or null where it is kept no more.</summary>
    public IFormCollection? Find(string? key) =>
        _forms.TryGetValue(key ?? "", out var kept) && kept.Until > time.GetUtcNow() ? kept.Form : null;

    /// <summary>
    /// The same as a form of plain fields, and of rows of them, by their names; null where it is kept no more, or was
    /// another form of its page.
    /// </summary>
    /// <param name="key">Its number.</param>
    /// <param name="name">Name of the form; null where its page has one alone.</param>
    public T? Find<T>(string? key, string? name = null)
        where T : class, new()
    {
        if (Find(key) is not { } sent || (name is not null && sent["_handler"] != name))
            return null;
        var form = new T();
        Fill(form, sent, "Form.");
        return form;
    }

    private static void Fill(object form, IFormCollection sent, string prefix)
    {
        foreach (var field in form.GetType().GetProperties().Where(one => one.CanWrite))
        {
            var converter = TypeDescriptor.GetConverter(field.PropertyType);
            if (sent[prefix + field.Name].ToString() is { Length: > 0 } text && converter.IsValid(text))
                field.SetValue(form, converter.ConvertFromInvariantString(text));
            else if (field.GetValue(form) is IList rows)
                FillRows(rows, field.PropertyType.GenericTypeArguments[0], sent, prefix + field.Name);
        }
    }

    private static void FillRows(IList rows, Type kind, IFormCollection sent, string name)
    {
        for (var place = 0; place < RowsMax; place++)
        {
            var prefix = $"{name}[{place}].";
            if (!sent.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal)))
                return;
            var row = Activator.CreateInstance(kind)!;
            Fill(row, sent, prefix);
            rows.Add(row);
        }
    }
}
