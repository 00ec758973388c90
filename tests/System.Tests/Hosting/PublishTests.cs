using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;
using Grpc.Core;
using Grpc.Net.Client;
using Eventually = CrmClub.System.Tests.Clubs.Eventually;

namespace CrmClub.System.Tests.Hosting;

/// <summary>Declarations as it is published, and a certificate for it.</summary>
public sealed class PublishedService : IAsyncLifetime
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private static readonly string Configuration =
        Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    private readonly TestFolder _folder = new();

    public X509Certificate2 Certificate { get; private set; } = null!;

    public string Of(string name) => Path.Combine(_folder.Path, name);

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(Of("tls.pem"), Certificate.ExportCertificatePem(), cancel);
        await File.WriteAllTextAsync(Of("tls.key"), key.ExportPkcs8PrivateKeyPem(), cancel);
        await using var publish = await ChildProcess.StartAsync(
            ["dotnet", "publish", Path.Combine(Checkout.Root, "src", "Declarations"), "-c", Configuration,
                "--no-build", "-v", "q", "-o", Of("published")],
            Of("publish.log"), Signal.Kill);
        await publish.WaitAsync(cancel).WaitAsync(Within, cancel);
        Assert.True(publish.ExitCode == 0, await File.ReadAllTextAsync(Of("publish.log"), cancel));
    }

    public ValueTask DisposeAsync()
    {
        Certificate.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A service without the host: given servers, a given certificate, nothing else.</summary>
public sealed class PublishTests(RunningClub running, PublishedService published) : IClassFixture<PublishedService>
{
    private const string Service = "declarations";

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private static readonly string[] Given =
    [
        "ConnectionStrings__", "ClubIdentity__", "AzureAd__", "services__", "Club__ConformanceDirectory=",
        "Club__FoundingDirectory=", "Club__FoundingDay=",
    ];

    private readonly int _http = FreePort.Take(), _grpc = FreePort.Take();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Service_PublishedAndStartedByItself_AnswersOverTls()
    {
        await using var service = await StartAsync("Development");
        using var http = new HttpClient(Trusting());
        await Eventually.TrueAsync(async () => await HealthAsync(http) is "Healthy" or "Degraded", Within, Cancel);

        using var channel = GrpcChannel.ForAddress(
            $"https://localhost:{_grpc}", new GrpcChannelOptions { HttpHandler = Trusting() });
        var client = new DeclarationService.DeclarationServiceClient(channel);
        var answer = await client.SubmitDeclarationAsync(ExampleDeclaration.Request(), new Metadata
        {
            { "authorization", $"Bearer {await running.Club.TokenAsync("customs-de", Cancel)}" },
        }, cancellationToken: Cancel);

        Assert.NotEmpty(answer.Answer.Mrn);
    }

    [Theory]
    [InlineData("AzureAd:Instance is plain HTTP")]
    [InlineData("Club:ClockFile moves the", "AzureAd__Instance=https://login.test/", "Club__ClockFile=clock.json")]
    [InlineData("Club:KeysPassphraseFile is not set", "AzureAd__Instance=https://login.test/")]
    public async Task Service_InProductionWithADevelopersSetting_DoesNotStart(string why, params string[] settings)
    {
        await using var service = await StartAsync("Production", settings);
        await service.WaitAsync(Cancel).WaitAsync(Within, Cancel);

        Assert.NotEqual(0, service.ExitCode);
        Assert.Contains(why, await File.ReadAllTextAsync(Of("service.log"), Cancel));
    }

    private string Of(string name) => published.Of(name);

    // Of the running club's replica, its servers and its identity alone.
    private async Task<ChildProcess> StartAsync(string environment, params string[] settings)
    {
        var given = (await File.ReadAllTextAsync($"/proc/{running.Club.Pid(Service)}/environ", Cancel))
            .Split('\0').Where(one => Given.Any(name => one.StartsWith(name, StringComparison.Ordinal)));
        return await ChildProcess.StartAsync(
            [
                "/usr/bin/env", "-i", "-C", Of("published"), $"PATH={Environment.GetEnvironmentVariable("PATH")}",
                $"DOTNET_ROOT={Environment.GetEnvironmentVariable("DOTNET_ROOT")}", $"HOME={Of("home")}", .. given,
                $"ASPNETCORE_ENVIRONMENT={environment}", $"Club__KeysFolder={Of("keys")}",
                $"Kestrel__Endpoints__http__Url=https://localhost:{_http}",
                $"Kestrel__Endpoints__grpc__Url=https://localhost:{_grpc}",
                $"Kestrel__Certificates__Default__Path={Of("tls.pem")}",
                $"Kestrel__Certificates__Default__KeyPath={Of("tls.key")}", .. settings,
                Of("published/CrmClub.Declarations"),
            ],
            Of("service.log"), Signal.Kill);
    }

    private async Task<string> HealthAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync($"https://localhost:{_http}/health", Cancel);
            return (await answer.Content.ReadAsStringAsync(Cancel)).Split('\n')[0];
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }

    // This certificate and no other.
    private SocketsHttpHandler Trusting() => new()
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown?.GetCertHashString() == published.Certificate.GetCertHashString() },
    };
}
