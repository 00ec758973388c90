using System.Diagnostics;
using System.Reflection;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Declaring;

/// <summary>A customs system of <c>examples/</c>, as its makers would run it.</summary>
internal sealed class ForeignSystem(string language, params string[] program)
{
    private static readonly string Examples = Path.Combine(Checkout.Root, "examples");

    private static readonly string Configuration =
        Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    private static readonly string GoogleProtos = Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "GoogleProtos").Value!;

    // Debian's own, which Debian's grpc packages are for.
    public static ForeignSystem Python { get; } =
        new("Python", "/usr/bin/python3", Path.Combine(Examples, "python", "customs_system.py"));

    public static ForeignSystem JavaScript { get; } =
        new("JavaScript", "node", Path.Combine(Examples, "node", "customs-system.mjs"));

    public static ForeignSystem DotNet { get; } = new("C#", Path.Combine(
        Examples, "dotnet", "bin", Configuration, "net10.0", "CrmClub.CustomsSystem"));

    public override string ToString() => language;

    public void SkipWhereMissing() => Assert.SkipWhen(Missing.Length > 0, Missing);

    private string Missing => this == Python && !ComesAbout(program[0], "-c", "import grpc, grpc_tools")
            ? "python3-grpcio and python3-grpc-tools are not installed."
        : this == JavaScript && !(ComesAbout("node", "--version")
            && Directory.Exists(Path.Combine(Examples, "node", "node_modules", "@grpc")))
            ? "scripts/install test was not run: no grpc-js."
        : "";

    /// <summary>Runs it as customs system of Germany, by a link of its own where one is given.</summary>
    public Process Start(ClubUnderTest club, FaultProxy? link, string command, string file)
    {
        var (endpoint, clientId, secret) = club.SystemOf("customs-de");
        return Process.Start(new ProcessStartInfo(program[0], [.. program.Skip(1), command, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["CRMCLUB_GATEWAY"] = link is null
                    ? club.Address("gateway", "grpc").Authority : $"127.0.0.1:{link.Port}",
                ["CRMCLUB_TOKEN_ENDPOINT"] = $"{endpoint}",
                ["CRMCLUB_CLIENT_ID"] = clientId,
                ["CRMCLUB_CLIENT_SECRET"] = secret,
                ["CRMCLUB_PROTOS"] = Path.Combine(Checkout.Root, "src", "Contracts", "proto"),
                ["GOOGLE_PROTOS"] = GoogleProtos,
            },
        })!;
    }

    private static bool ComesAbout(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
