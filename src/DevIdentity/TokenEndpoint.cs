using System.Text;

namespace CrmClub.DevIdentity;

/// <summary>RFC 6749's token endpoint: client credentials, password, authorization code.</summary>
public sealed class TokenEndpoint(IdentityFile identities, Tokens tokens, Codes codes)
{
    /// <summary>Answers a form post to <c>/{tenant}/oauth2/v2.0/token</c>.</summary>
    public async Task<IResult> AnswerAsync(string tenant, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType)
            return Refuse("invalid_request", "The body has to be a form.");
        var known = identities.Current;
        if (!known.HasTenant(tenant))
            return Refuse("invalid_tenant", "No such tenant.");

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (clientId, secret) = Credentials(context.Request, form);
        var instance = tokens.Instance(context.Request);
        return (string?)form["grant_type"] switch
        {
            "client_credentials" => ForSystem(known, tenant, instance, clientId, secret, form["scope"]),
            "password" => ForPassword(known, tenant, instance, clientId, secret, form),
            "authorization_code" => ForCode(known, instance, clientId, secret, form),
            _ => Refuse("unsupported_grant_type", "authorization_code, client_credentials or password."),
        };
    }

    private IResult ForSystem(
        Identities known, string tenant, string instance, string clientId, string secret, string? scope)
    {
        var system = known.Systems.FirstOrDefault(system => system.ClientId == clientId);
        if (system is null || system.TenantId != tenant || !Identities.IsSame(system.Secret, secret))
            return WrongClient();
        if (scope != $"{Tokens.Api}/.default")
            return Refuse("invalid_scope", $"The scope of an application is {Tokens.Api}/.default.");
        return Answer(tokens.ForSystem(instance, system));
    }

    private IResult ForPassword(
        Identities known, string tenant, string instance, string clientId, string secret, IFormCollection form)
    {
        if (!IsClient(known, clientId, secret, out var client))
            return WrongClient();
        if (!AsksForApi(form["scope"]))
            return Refuse("invalid_scope", $"The scope has to name {Tokens.Api}.");
        var person = known.People.FirstOrDefault(person => person.Name == form["username"]);
        if (person is null || !Identities.Serves(tenant, person.TenantId)
            || !Identities.IsSame(person.Password, form["password"].ToString()))
            return Refuse("invalid_grant", "Wrong name or password.");
        return Answer(tokens.ForPerson(instance, person, client));
    }

    private IResult ForCode(Identities known, string instance, string clientId, string secret, IFormCollection form)
    {
        if (!IsClient(known, clientId, secret, out var client))
            return WrongClient();
        var signedIn = codes.Redeem(
            form["code"].ToString(), clientId, form["redirect_uri"].ToString(), form["code_verifier"].ToString());
        if (signedIn is null)
            return Refuse("invalid_grant", "The code is not good, or not with this verifier and address.");
        return Answer(
            tokens.ForPerson(instance, signedIn.Person, client),
            tokens.IdToken(instance, signedIn.Person, client, signedIn.Nonce));
    }

    private static bool IsClient(Identities known, string clientId, string secret, out ClientApplication client)
    {
        client = known.Client(clientId)!;
        return client is not null && (client.Secret is null || Identities.IsSame(client.Secret, secret));
    }

    private static bool AsksForApi(string? scope) =>
        (scope ?? "").Split(' ').Any(one => one.StartsWith($"{Tokens.Api}/", StringComparison.Ordinal));

    private static (string Id, string Secret) Credentials(HttpRequest request, IFormCollection form)
    {
        const string basic = "Basic ";
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(basic, StringComparison.Ordinal))
            return (form["client_id"].ToString(), form["client_secret"].ToString());
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[basic.Length..], bytes, out var length))
            return ("", "");
        var pair = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return pair.Length == 2 ? (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])) : ("", "");
    }

    private static IResult Answer(string accessToken, string? idToken = null)
    {
        var seconds = (int)Tokens.Life.TotalSeconds;
        var answer = new Dictionary<string, object>
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = seconds,
            ["ext_expires_in"] = seconds,
            ["access_token"] = accessToken,
        };
        if (idToken is not null)
            answer["id_token"] = idToken;
        return Results.Json(answer);
    }

    private static IResult WrongClient() => Refuse("invalid_client", "Unknown client or wrong secret.", 401);

    private static IResult Refuse(string error, string description, int status = 400) =>
        Results.Json(new { error, error_description = description }, statusCode: status);
}
