using System.Diagnostics;
using System.Net;
using CrmClub.Contracts.Declarations.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CrmClub.Calls;

/// <summary>
/// The baseline: a gRPC server that answers each declaration at once, with an answer of the usual size. No gateway, no
/// token, no decision, no store.
/// </summary>
internal sealed class Echo : DeclarationService.DeclarationServiceBase
{
    public const string Argument = "echo";

    private static SubmitDeclarationResponse _answer = new();

    public override Task<SubmitDeclarationResponse> SubmitDeclaration(
        SubmitDeclarationRequest request, ServerCallContext context) => Task.FromResult(_answer);

    /// <summary>Serves until standard input ends; writes its address as its first line.</summary>
    public static async Task<int> ServeAsync(string answer)
    {
        _answer = new SubmitDeclarationResponse { Answer = DeclarationAnswer.Parser.ParseJson(answer) };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<Echo>();
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>Starts it as a process of its own, as the club's services are.</summary>
    public static async Task<(Process Process, Uri Address)> StartAsync(string answer)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Argument, answer])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The echo server did not start.");
        return (process, new Uri(address));
    }
}
