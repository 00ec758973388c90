using System.Diagnostics;
using System.Reflection;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Declaring;

/// <summary>The contracts as another language sees them: Python, from the protos alone.</summary>
public sealed class ForeignClientTests(RunningClub running)
{
    // Debian's own, which Debian's grpc packages are for.
    private const string Python = "/usr/bin/python3";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_FromPython_IsDecided()
    {
        Assert.SkipUnless(await HasGrpcAsync(), "python3-grpcio and python3-grpc-tools are not installed.");
        var document = Path.Combine(running.Club.Folder, "foreign.json");
        await File.WriteAllTextAsync(document, ExampleDeclaration.Document().ToString(), Cancel);
        var token = await running.Club.TokenAsync("customs-de", Cancel);

        var (code, output, fault) = await RunAsync(token,
            Path.Combine(Checkout.Root, "tests", "System.Tests", "clients", "declare.py"),
            running.Club.Address("gateway", "grpc").Authority,
            Path.Combine(Checkout.Root, "src", "Contracts", "proto"),
            GoogleProtos(),
            document,
            Guid.CreateVersion7().ToString());

        Assert.True(code == 0, fault);
        Assert.NotEmpty(SubmitDeclarationResponse.Parser.ParseJson(output).Answer.Mrn);
    }

    private static string GoogleProtos() => Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "GoogleProtos").Value!;

    private static async Task<bool> HasGrpcAsync() =>
        File.Exists(Python) && (await RunAsync("", "-c", "import grpc, grpc_tools")).Code == 0;

    private static async Task<(int Code, string Output, string Fault)> RunAsync(string input, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = python.StandardOutput.ReadToEndAsync(Cancel);
        var fault = python.StandardError.ReadToEndAsync(Cancel);
        await python.StandardInput.WriteLineAsync(input);
        python.StandardInput.Close();
        await python.WaitForExitAsync(Cancel);
        return (python.ExitCode, await output, await fault);
    }
}
