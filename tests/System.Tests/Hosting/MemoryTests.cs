using System.Text.Json;
using CrmClub.System.Tests.Clubs;

namespace CrmClub.System.Tests.Hosting;

/// <summary>How much memory a running program of the club may fill.</summary>
public sealed class MemoryTests(RunningClub running)
{
    public static TheoryData<string> Programs => [.. AppHost.Club.Services, "gateway", "identity", "web"];

    [Theory, MemberData(nameof(Programs))]
    public void Heap_OfARunningProgram_IsBounded(string program)
    {
        var file = new FileInfo($"/proc/{running.Club.Pid(program)}/exe").LinkTarget + ".runtimeconfig.json";
        using var settings = JsonDocument.Parse(File.ReadAllText(file));
        var properties = settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

        Assert.Equal(1L << 30, properties.GetProperty("System.GC.HeapHardLimit").GetInt64());
        Assert.False(properties.GetProperty("System.GC.Server").GetBoolean());
    }
}
