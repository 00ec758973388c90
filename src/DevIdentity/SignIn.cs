using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.WebUtilities;

namespace CrmClub.DevIdentity;

/// <summary>The page on which a person signs in, and the way out.</summary>
internal static class SignIn
{
    private static readonly string[] Kept =
        ["client_id", "redirect_uri", "state", "nonce", "code_challenge", "scope", "response_type", "response_mode",
            "code_challenge_method"];

    private const string Look = """
        :root{color-scheme:light dark;font:15px/1.5 -apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
        main{max-width:32rem;margin:10vh auto;padding:0 1rem}h1{font-size:1.25rem}ul{list-style:none;padding:0}
        li{display:flex;align-items:center;gap:1rem;padding:.25rem 0}
        button{font:inherit;min-height:36px;min-width:15rem;text-align:left;padding:0 .75rem}
        """;

    private static readonly string LookHash =
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Look)))}";

    internal static void MapSignIn(this WebApplication app)
    {
        app.MapGet("/{tenant}/oauth2/v2.0/authorize", Show);
        app.MapPost("/{tenant}/oauth2/v2.0/authorize", EnterAsync).DisableAntiforgery();
        app.MapGet("/{tenant}/oauth2/v2.0/logout", Leave);
    }

    private static IResult Show(string tenant, HttpContext context, IdentityFile identities)
    {
        var request = Ask(context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));
        return Fault(request, tenant, identities.Current) is { } fault
            ? Page(context, $"<p role=alert>{Encoded(fault)}</p>", 400)
            : Page(context, Form(request, tenant, identities.Current, ""), 200, Origin(request["redirect_uri"]));
    }

    private static async Task<IResult> EnterAsync(
        string tenant, HttpContext context, IdentityFile identities, Codes codes)
    {
        if (!context.Request.HasFormContentType)
            return Page(context, "<p role=alert>The body has to be a form.</p>", 400);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var request = Ask(form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));
        var known = identities.Current;
        if (Fault(request, tenant, known) is { } fault)
            return Page(context, $"<p role=alert>{Encoded(fault)}</p>", 400);

        var client = known.Client(request["client_id"])!;
        var person = known.People.FirstOrDefault(person => person.Name == form["username"]);
        if (person is null || !Identities.Serves(tenant, person.TenantId)
            || !(client.LetsPick || Identities.IsSame(person.Password, form["password"].ToString())))
        {
            var again = Form(request, tenant, known, "Wrong name or password.");
            return Page(context, again, 401, Origin(request["redirect_uri"]));
        }

        var signedIn = new SignedIn(
            person, client, request["redirect_uri"], request["code_challenge"], request["nonce"]);
        if (codes.Issue(signedIn) is not { } code)
            return Page(context, "<p role=alert>Too many sign-ins wait. Try again in a minute.</p>", 429);
        var answer = new Dictionary<string, string?> { ["code"] = code, ["state"] = request["state"] };
        return Results.Redirect(QueryHelpers.AddQueryString(request["redirect_uri"], answer));
    }

    private static IResult Leave(HttpContext context, IdentityFile identities)
    {
        // No session is kept here: the way out only leads back, to where a sign-in may lead too.
        var back = context.Request.Query["post_logout_redirect_uri"].ToString();
        var known = (identities.Current.Clients ?? []).SelectMany(client => client.RedirectUris).Select(Origin);
        var state = context.Request.Query["state"].ToString();
        return back.Length > 0 && Origin(back) is { } origin && known.Contains(origin)
            ? Results.Redirect(state.Length > 0 ? QueryHelpers.AddQueryString(back, "state", state) : back)
            : Page(context, "<p>Signed out.</p>", 200);
    }

    private static Dictionary<string, string> Ask(Dictionary<string, string> given) =>
        Kept.ToDictionary(name => name, name => given.GetValueOrDefault(name, ""));

    private static string? Fault(Dictionary<string, string> request, string tenant, Identities known)
    {
        if (!known.HasTenant(tenant))
            return "No such tenant.";
        if (known.Client(request["client_id"]) is not { } client)
            return "The application (client_id) is not registered.";
        if (!MayReturnTo(client, request["redirect_uri"]))
            return "The application may not send people to this redirect_uri.";
        if (request["response_type"] != "code" || request["response_mode"] is not ("" or "query"))
            return "Only response_type=code with response_mode=query is served.";
        return request["code_challenge"].Length == 0 || request["code_challenge_method"] != "S256"
            ? "A code_challenge with code_challenge_method=S256 (PKCE) is needed."
            : null;
    }

    private static bool MayReturnTo(ClientApplication client, string address) =>
        client.ClientId == Identities.CommandLineClientId
            ? Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp
                && Loopback.IsLoopback(address)
            : client.RedirectUris.Contains(address);

    private static string? Origin(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new Uri(address).GetLeftPart(UriPartial.Authority)
            : null;

    private static string Form(Dictionary<string, string> request, string tenant, Identities known, string fault)
    {
        var hidden = string.Concat(request.Select(pair =>
            $"<input type=hidden name=\"{pair.Key}\" value=\"{Encoded(pair.Value)}\">"));
        var people = known.People.Where(person => Identities.Serves(tenant, person.TenantId)).ToList();
        var who = known.Client(request["client_id"])!.LetsPick ? Picks(people) : Password(people);
        return $"<form method=post>{hidden}<p role=alert>{Encoded(fault)}</p>{who}</form>";
    }

    private static string Picks(IEnumerable<PersonIdentity> people)
    {
        var rows = people.Select(person =>
            $"<li><button name=username value=\"{Encoded(person.Name)}\">{Encoded(person.Shown)}</button> "
            + Encoded(string.Join(", ", person.Roles)));
        return $"<p>Sign in as</p><ul>{string.Concat(rows)}</ul>";
    }

    private static string Password(IEnumerable<PersonIdentity> people)
    {
        var options = people.Select(person => $"<option value=\"{Encoded(person.Name)}\">"
            + Encoded($"{person.Name}: {string.Join(", ", person.Roles)}"));
        return $"""
            <p><label>Who <select name=username autofocus>{string.Concat(options)}</select></label></p>
            <p><label>Password <input type=password name=password autocomplete=current-password></label></p>
            <p><button>Sign in</button></p>
            """;
    }

    private static IResult Page(HttpContext context, string body, int status, string? returnsTo = null)
    {
        // Browsers hold a form's redirect against form-action too.
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src '{LookHash}'; form-action 'self' {returnsTo}; "
            + "frame-ancestors 'none'; base-uri 'none'";
        context.Response.Headers.CacheControl = "no-store";
        const string head = "<!doctype html><html lang=en><meta charset=utf-8><title>Sign in: developer's club</title>"
            + "<meta name=viewport content=\"width=device-width\">";
        var page = $"{head}<style>{Look}</style><main><h1>Developer's club</h1>{body}</main></html>";
        return Results.Content(page, "text/html; charset=utf-8", null, status);
    }

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
