using System.Diagnostics;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Kind = Opentelemetry.Proto.Collector.Trace.V1.Span.Types.SpanKind;

namespace CrmClub.System.Tests.Telemetry;

/// <summary>A deed is one trace wherever it goes.</summary>
[Collection<TroubledClub>]
public sealed class TraceTests(TroubledClub troubled)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approve_ACertificate_IsOneTraceFromTheDoorAcrossTheBrokerIntoTheCopy()
    {
        var change = await troubled.Club.PrepareCertificateAsync("secretariat", Cancel);

        var trace = await InTraceAsync(() => troubled.Club.ApproveAsync(change, "approver", Cancel));

        await SeenAsync(trace,
            new("gateway", "Microsoft.AspNetCore", Kind.Server),
            new("suppliers", "Microsoft.AspNetCore", Kind.Server),
            new("suppliers", "Npgsql", Kind.Client),
            new("suppliers", "CrmClub.Journal", Kind.Internal),
            new("suppliers", "MassTransit", Kind.Producer),
            new("declarations", "MassTransit", Kind.Consumer),
            new("declarations", "Npgsql", Kind.Client));
    }

    [Fact]
    public async Task Submit_ADeclaration_IsOneTraceFromTheDoorToTheBroker()
    {
        using var customs = troubled.Club.SignedInAs("customs-de");
        var request = ExampleDeclaration.Request();

        var trace = await InTraceAsync(() => customs.CallAsync(
            options => customs.Declarations.SubmitDeclarationAsync(request, options), cancel: Cancel));

        await SeenAsync(trace,
            new("gateway", "Microsoft.AspNetCore", Kind.Server),
            new("declarations", "Microsoft.AspNetCore", Kind.Server),
            new("declarations", "Npgsql", Kind.Client),
            new("declarations", "MassTransit", Kind.Producer));
    }

    /// <summary>Does it as a caller that traces, and returns the trace's id.</summary>
    private static async Task<string> InTraceAsync(Func<Task> deed)
    {
        using var caller = new Activity("deed") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        await deed();
        return caller.TraceId.ToHexString();
    }

    private Task SeenAsync(string trace, params Step[] steps) => Eventually.NoneAsync<Step>(
        () => [.. steps.Except(troubled.Collector.Spans.StepsOf(trace))], step => $"{step}", Within, Cancel);
}
