using System.Diagnostics;
using System.Security.Cryptography;

namespace CrmClub.Cli.Tests;

/// <summary>A batch that is far larger than the memory it may take.</summary>
public sealed class BatchTests
{
    private const int Consignments = 100_000;
    private const int HeapMegabytes = 48;

    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Duty_BatchOf100000_StreamsInBoundedMemoryTheSameBytesTwice()
    {
        var first = await AnswersAsync();

        Assert.Equal(Consignments, first.Lines);
        // All of it together would not fit.
        Assert.InRange(first.Bytes, 2L * HeapMegabytes * 1024 * 1024, long.MaxValue);
        Assert.Equal(first, await AnswersAsync());
    }

    private static async Task<Answers> AnswersAsync()
    {
        using var late = new CancellationTokenSource(TimeMax);
        using var process = Program.StartWithin(HeapMegabytes, "duty", "--tariff",
            Program.Repository("data/examples/tariff.json"), "--batch", "-", "--json");
        var errors = process.StandardError.ReadToEndAsync(late.Token);
        var asking = AskAsync(process, late.Token);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (lines, bytes, buffer) = (0, 0L, new byte[64 * 1024]);
        while (await process.StandardOutput.BaseStream.ReadAsync(buffer, late.Token) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
            lines += buffer.AsSpan(0, count).Count((byte)'\n');
            bytes += count;
        }
        await asking;
        await process.WaitForExitAsync(late.Token);
        Assert.Equal("", await errors);
        Assert.Equal(0, process.ExitCode);
        return new Answers(lines, bytes, Convert.ToHexString(hash.GetHashAndReset()));
    }

    private static async Task AskAsync(Process process, CancellationToken cancel)
    {
        var examples = await File.ReadAllLinesAsync(Program.Repository("data/examples/consignments.jsonl"), cancel);
        for (var number = 0; number < Consignments; number++)
            await process.StandardInput.WriteLineAsync(examples[number % examples.Length].AsMemory(), cancel);
        process.StandardInput.Close();
    }

    private sealed record Answers(int Lines, long Bytes, string Hash);
}
