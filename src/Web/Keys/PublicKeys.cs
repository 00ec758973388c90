using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.Web.Calls;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace CrmClub.Web.Keys;

/// <summary>The public keys by which anybody proves what the club signed, without an account.</summary>
internal static class PublicKeys
{
    private const string Service = "tariffs";
    private const string ContentType = "application/jwk-set+json";
    private const int TagBytes = 16;

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Web asks in its own name: whoever reads has none. Comes before the clients in a person's name, of which
    /// the pages take the one that is added last.</summary>
    internal static void AddPublicKeys(this WebApplicationBuilder builder) =>
        builder.AddClubClient<TariffService.TariffServiceClient>(Service);

    internal static void MapPublicKeys(this WebApplication app) =>
        app.MapMethods("/.well-known/tariff.jwks.json", Reading, async (
            HttpContext context, [FromKeyedServices(Service)] TariffService.TariffServiceClient tariffs) =>
        {
            try
            {
                var first = await tariffs.GetTariffVersionAsync(
                    new GetTariffVersionRequest { Number = 1 },
                    deadline: DateTime.UtcNow + PersonsCalls.AnswerMax, cancellationToken: context.RequestAborted);
                var body = Encoding.UTF8.GetBytes(first.Keys);
                context.Response.Headers.CacheControl = "public, max-age=300";
                var hash = Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, TagBytes));
                return Results.Bytes(body, ContentType, entityTag: new EntityTagHeaderValue($"\"{hash}\""));
            }
            catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested
                && failure is RpcException or HttpRequestException or OperationCanceledException)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
        }).WithMetadata(new Look.Kept());
}
