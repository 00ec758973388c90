using System.Collections.Concurrent;
using CrmClub.Tests.Bench;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace CrmClub.ServiceDefaults.Tests;

public sealed class LogTests(ServiceFixture bench) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Logs_CallsOfEveryKind_HoldNoTokenAndEachFaultOnce()
    {
        using var logs = new KeptLogs();
        await using var service = await TestService.StartAsync(bench.Identity.Instance, logs: logs);
        var token = await bench.Identity.TokenAsync("auditor");
        await CallAsync(service, "declared-by-somebody", token);
        await CallAsync(service, "declared-by-somebody", token[..^5]);
        await CallAsync(service, "refuse", token);
        var fault = await CallAsync(service, "fault", token);

        var correlation = fault!.Status.Detail.Split(' ')[^1].TrimEnd('.');
        Assert.Single(logs.Lines, line => line.Contains(correlation));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("declared-by-somebody"));
        Assert.All(token.Split('.'), part => Assert.DoesNotContain(logs.Lines, line => line.Contains(part[..20])));
    }

    private static async Task<RpcException?> CallAsync(TestService service, string mrn, string token)
    {
        try
        {
            await service.Client.GetDeclarationAsync(new() { Mrn = mrn }, TestService.With(token));
            return null;
        }
        catch (RpcException failure)
        {
            return failure;
        }
    }

    private sealed class KeptLogs : ILoggerProvider, ILogger
    {
        internal ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
