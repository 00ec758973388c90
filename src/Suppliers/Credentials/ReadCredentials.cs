using System.Globalization;
using System.Text;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Credentials;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;
using Google.Protobuf;
using Npgsql;
using HttpBody = Google.Api.HttpBody;

namespace CrmClub.Suppliers.Credentials;

/// <summary>What everybody may have: credentials, the issuer's document, the status lists.</summary>
internal sealed class ReadCredentials(NpgsqlDataSource database, KeyRing keys, Issuer issuer, ClubTime time)
{
    /// <summary>How long a list counts, for whoever keeps it to verify offline.</summary>
    public static readonly TimeSpan ListValidity = TimeSpan.FromHours(24);

    /// <summary>How long anybody on the way may answer from their copy.</summary>
    public static readonly TimeSpan KeptMax = TimeSpan.FromMinutes(1);

    public async Task<HttpBody> GetAsync(GetCredentialRequest request, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var stored = SuppliersReader.IsNumber(request.Certificate)
            ? await CredentialStore.ReadAsync(connection, request.Certificate, cancel)
            : [];
        return stored is [.., var newest]
            ? Body(SecuredCredential.MediaType, newest.Content.Jwt)
            : throw new ClubException(ErrorReason.NotFound, "There is no credential of such a certificate.");
    }

    public HttpBody Document() => Body(DidDocument.MediaType, keys.DocumentText(issuer));

    public async Task<HttpBody> ListAsync(GetStatusListRequest request, CancellationToken cancel) =>
        await ListAsync(request.List, cancel) is { } list
            ? Body(SecuredCredential.MediaType, list)
            : throw new ClubException(ErrorReason.NotFound, "There is no such status list.");

    /// <summary>A list as it is now, signed; null where there is none of that name.</summary>
    public async Task<string?> ListAsync(string name, CancellationToken cancel)
    {
        if (name.Split('-') is not [var purpose, var digits]
            || purpose is not (StatusList.Revocation or StatusList.Suspension)
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || $"{number}" != digits)
            return null;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var set = await CredentialStore.SetAsync(
            connection, number, purpose, time.Today(ChangeRules.ClubZone), cancel);
        if (set is null)
            return null;
        var now = time.UtcNow;
        return keys.Sign(StatusList.Of(set).Document(
            issuer.StatusList(purpose, number), issuer.Id, purpose, now, now + ListValidity, KeptMax)).Jwt;
    }

    private static HttpBody Body(string type, string text) =>
        new() { ContentType = type, Data = ByteString.CopyFrom(Encoding.UTF8.GetBytes(text)) };
}
