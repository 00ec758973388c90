using System.CommandLine;
using System.Globalization;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;
using CrmClub.Credentials;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>certificate credential|verify|keys …</c>: certificates as credentials that anybody can verify.
/// </summary>
internal static class CertificateCredential
{
    public static IEnumerable<Command> Create() => [Credential(), Verify(), CredentialKeys.Create()];

    private static Command Credential()
    {
        var number = new Argument<string>("NUMBER") { Description = "The certificate's number" };
        var keys = new Option<string?>("--keys")
        {
            Description = "Also writes the issuer's DID document there",
            HelpName = "FILE",
        };
        var status = new Option<string?>("--status")
        {
            Description = "Also writes the status lists there that it names, one on a line",
            HelpName = "FILE",
        };
        return new ClubCommand("credential",
            "Writes a certificate's verifiable credential; with its keys and lists it is verified without a club.",
            "crmclub certificate credential CRM-2026-000001 > certificate.jwt")
            .With(number, keys, status).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var credential = await ReadAsync(
                    invocation, client, o => client.Credentials.GetCredentialAsync(
                        new GetCredentialRequest { Certificate = invocation.Get(number) }, o));
                if (invocation.Get(keys) is { } keysFile)
                    await File.WriteAllTextAsync(keysFile, await ReadAsync(
                        invocation, client, o => client.Credentials.GetDidDocumentAsync(new(), o)));
                if (invocation.Get(status) is { } statusFile)
                    await File.WriteAllLinesAsync(statusFile, await ListsAsync(invocation, client, credential));
                if (invocation.Json) invocation.Out.Values(new { credential });
                else invocation.Out.Line(credential);
                return ExitCodes.Done;
            });
    }

    private static Command Verify()
    {
        var file = new Argument<string>("FILE") { Description = "The credential" };
        var keys = new Option<string?>("--keys") { Description = "The issuer's DID document", HelpName = "FILE" };
        var status = new Option<string[]>("--status")
        {
            Description = "Status lists, one on a line; repeatable",
            HelpName = "FILE",
        };
        var at = new Option<string?>("--at")
        {
            Description = "Instant asked about, without a club (default: now)",
            HelpName = "INSTANT",
        };
        var facility = new Option<string?>("--facility") { Description = "That it has to be of", HelpName = "NUMBER" };
        var material = new Option<string?>("--material") { Description = "That it has to cover", HelpName = "CODE" };
        var stage = new Option<string?>("--stage") { Description = "At which it has to cover it" };
        stage.AcceptOnlyFromAmong([.. Choices.Of<Stage>()]);
        return new ClubCommand("verify",
            "Says whether a credential holds, and if not, every reason: without a club by saved keys and lists, else "
            + "by those of the club that runs.",
            "crmclub certificate verify data/examples/certificate.jwt --keys data/examples/certificate.did.json "
            + "--status data/examples/certificate.status.jwt --at 2026-12-01T12:00:00Z")
            .With(file, keys, status, at, facility, material, stage).Runs(async invocation =>
            {
                var credential = Documents.One(invocation.Get(file)).Text.Trim();
                var scope = new CredentialScope
                {
                    Facility = invocation.Get(facility) ?? "",
                    Material = invocation.Get(material) ?? "",
                    Stage = invocation.Get(stage) is { } name ? Choices.Parse<Stage>(name) : Stage.Unspecified,
                };
                var lists = invocation.Get(status) ?? [];
                if (invocation.Get(keys) is null != (lists.Length == 0))
                {
                    throw new CliException(
                        ExitCodes.WrongInput, "Without a club it takes both --keys and --status.",
                        "Save them with crmclub certificate credential NUMBER --keys FILE --status FILE.");
                }

                return Judged(invocation, invocation.Get(keys) is { } known
                    ? Verifier.Verify(credential, new(Did(known), Lines(lists), At(invocation.Get(at)), scope))
                    : await AskAsync(invocation, credential, scope));
            });
    }

    private static async Task<CredentialVerdict> AskAsync(
        Invocation invocation, string credential, CredentialScope scope)
    {
        using var client = invocation.Open(Identity.Reader);
        var request = new VerifyCredentialRequest { Credential = credential, Scope = scope };
        return (await invocation.CallAsync(client, o => client.Credentials.VerifyCredentialAsync(request, o))).Verdict;
    }

    private static async Task<List<string>> ListsAsync(Invocation invocation, ClubClient client, string credential)
    {
        var lists = new List<string>();
        foreach (var address in StatusList.Named(credential))
        {
            var name = address[(address.LastIndexOf('/') + 1)..];
            lists.Add(await ReadAsync(invocation, client, o => client.Credentials.GetStatusListAsync(
                new GetStatusListRequest { List = name }, o)));
        }

        return lists;
    }

    private static async Task<string> ReadAsync(
        Invocation invocation, ClubClient client,
        Func<Grpc.Core.CallOptions, Grpc.Core.AsyncUnaryCall<Google.Api.HttpBody>> call) =>
        (await invocation.CallAsync(client, call)).Data.ToStringUtf8();

    private static int Judged(Invocation invocation, CredentialVerdict verdict)
    {
        var output = invocation.Out;
        if (invocation.Json)
        {
            output.Document(verdict);
            return verdict.Holds ? ExitCodes.Done : ExitCodes.No;
        }

        output.Line(verdict.Holds ? output.Good("The credential holds.") : output.Bad("The credential does not hold."));
        foreach (var fault in verdict.Faults) output.Line($"  {Figures.Words(fault.Code)}: {fault.Message}");
        if (verdict.Certificate.Length > 0)
            output.Line($"{verdict.Certificate} · level {verdict.Level} · facility {verdict.Facility}");
        if (verdict.ValidFrom is { } from && verdict.ValidUntil is { } until)
            output.Line($"valid from {Instant(from.ToDateTime())} until {Instant(until.ToDateTime())}");
        foreach (var scope in verdict.Scopes) output.Line($"covers {scope.Material}, {Figures.Words(scope.Stage)}");
        output.Line($"issuer {verdict.Issuer}, key {verdict.KeyId}");
        return verdict.Holds ? ExitCodes.Done : ExitCodes.No;
    }

    private static DidDocument Did(string file)
    {
        try
        {
            return DidDocument.Parse(Documents.One(file).Text);
        }
        catch (FormatException malformed)
        {
            throw new CliException(ExitCodes.WrongInput, $"{file}: {malformed.Message}");
        }
    }

    private static List<string> Lines(IEnumerable<string> files) =>
        [.. files.SelectMany(file => Documents.One(file).Text.Split(
            '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static DateTimeOffset At(string? instant) => instant is null ? DateTimeOffset.UtcNow
        : DateTimeOffset.TryParse(
            instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : throw new CliException(ExitCodes.WrongInput, $"--at {instant} is no instant.",
            "Write it as 2026-12-01T12:00:00Z.");

    internal static string Instant(DateTime utc) => utc.ToString("u", CultureInfo.InvariantCulture);
}
