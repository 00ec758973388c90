using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tests.Bench;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Npgsql;

namespace CrmClub.ServiceDefaults.Tests;

public sealed class ErrorTests(ServiceFixture bench) : IClassFixture<ServiceFixture>
{
    [Fact]
    public void CodeOf_EveryReason_HasItsCanonicalCode()
    {
        Assert.All(Enum.GetValues<ErrorReason>(), reason => Assert.NotEqual(Code.Ok, ErrorCodes.CodeOf(reason)));
        Assert.Equal(Code.AlreadyExists, ErrorCodes.CodeOf(ErrorReason.LrnReused));
        Assert.Equal("LRN_REUSED", ErrorCodes.NameOf(ErrorReason.LrnReused));
    }

    [Fact]
    public async Task Refusal_TwoRulesBroken_NamesBothInAllDetails()
    {
        var status = (await FailAsync("refuse")).GetRpcStatus()!;

        Assert.Equal((int)Code.InvalidArgument, status.Code);
        Assert.Equal("VALIDATION_FAILED", status.GetDetail<ErrorInfo>().Reason);
        Assert.Equal("crmclub", status.GetDetail<ErrorInfo>().Domain);
        Assert.Equal(2, status.GetDetail<BadRequest>().FieldViolations.Count);
        var all = status.GetDetail<ViolationList>().Violations;
        Assert.Equal(["18 01", "16 08"], all.Select(violation => violation.DataElement));
        Assert.Equal(["-1", "XX"], all.Select(violation => violation.Value));
    }

    [Fact]
    public async Task Refusal_OfACall_IsCountedByReasonAndByRule()
    {
        var counted = new ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "CrmClub.Calls") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counted.Add($"{instrument.Name} {tags[0].Key}={tags[0].Value} {value}"));
        listener.Start();

        var broken = (await FailAsync("refuse")).GetRpcStatus()!.GetDetail<ViolationList>().Violations;

        // Other tests are refused at the same time.
        Assert.Contains("crmclub.calls.refused reason=VALIDATION_FAILED 1", counted);
        Assert.All(broken, one => Assert.Contains($"crmclub.calls.faults rule={one.Rule} 1", counted));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(400)]
    public void ToStatus_ManyRulesBroken_FitsTheTrailersOfOtherLanguages(int count)
    {
        const int trailerBytesMax = 7 * 1024;
        var broken = Enumerable.Range(0, count).Select(i => new Violation
        {
            Field = $"items[{i}].net_mass_kg",
            DataElement = "18 01",
            Rule = "POSITIVE_DECIMAL",
            Value = "-5",
            Accepted = "a decimal above 0, at most 16 digits, of them at most 6 after the point",
            Message = "'-5' is not a decimal above 0.",
        }).ToList();

        var status = ErrorCodes.ToStatus(ErrorReason.ValidationFailed, $"{count} rules are broken.", broken);

        var named = status.Details.Single(d => d.Is(ViolationList.Descriptor)).Unpack<ViolationList>().Violations;
        Assert.InRange(Convert.ToBase64String(status.ToByteArray()).Length, 1, trailerBytesMax);
        Assert.InRange(named.Count, 24, count);
        Assert.Equal(
            named.Count < count, status.Message.Contains($"{count - named.Count} of them are not named here."));
    }

    [Fact]
    public async Task Refusal_Overloaded_SaysWhenToTryAgain() =>
        Assert.Equal(1, (await FailAsync("busy")).GetRpcStatus()!.GetDetail<RetryInfo>().RetryDelay.Seconds);

    [Fact]
    public async Task Fault_OfOurOwn_TellsACorrelationIdAndNothingElse()
    {
        var failure = await FailAsync("fault");

        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.Matches("^The club failed; correlation id [0-9a-f]{32}\\.$", failure.Status.Detail);
        Assert.DoesNotContain(ProbeDeclarations.Secret, failure.ToString());
    }

    [Fact]
    public async Task Fault_DatabaseGone_IsUnavailable()
    {
        var failure = await FailAsync("database");

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.DoesNotContain(ProbeDeclarations.Secret, failure.ToString());
    }

    [Theory]
    [InlineData("57P01", ErrorReason.Unavailable)]
    [InlineData("08006", ErrorReason.Unavailable)]
    [InlineData("53100", ErrorReason.Unavailable)]
    [InlineData("57014", ErrorReason.Unavailable)]
    [InlineData("23505", ErrorReason.Internal)]
    [InlineData("42501", ErrorReason.Internal)]
    public void ReasonOf_SqlState_PassingOrOurs(string state, ErrorReason reason)
    {
        var failure = new PostgresException("text", "ERROR", "ERROR", state);

        Assert.Equal(reason, Failures.ReasonOf(new InvalidOperationException("outer", failure)));
    }

    [Fact]
    public async Task Deadline_RunsOut_IsDeadlineExceeded()
    {
        var failure = await FailAsync("slow", DateTime.UtcNow.AddMilliseconds(300));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task Deadline_Absent_IsTheDefault()
    {
        var started = DateTime.UtcNow;
        var failure = await FailAsync("slow");

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.InRange(DateTime.UtcNow - started, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Deadline_TooFar_IsRefused() => Assert.Equal(
        StatusCode.InvalidArgument, (await FailAsync("x", DateTime.UtcNow.AddMinutes(2))).StatusCode);

    [Fact]
    public async Task Message_NotProtobuf_IsInvalidArgument()
    {
        var raw = new Method<byte[], byte[]>(
            MethodType.Unary, DeclarationService.Descriptor.FullName, "GetDeclaration",
            Marshallers.Create(bytes => bytes, bytes => bytes), Marshallers.Create(bytes => bytes, bytes => bytes));
        var options = TestService.With(await bench.Identity.TokenAsync("auditor"));
        var invoker = bench.Service.Channel.CreateCallInvoker();

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await invoker.AsyncUnaryCall(raw, null, options, [0xFF, 0xFF, 0xFF]));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
    }

    [Fact]
    public async Task Message_TooLarge_IsResourceExhausted()
    {
        var request = new GetDeclarationRequest { Mrn = new string('x', Calls.CallLimits.MessageReceivedBytesMax) };
        var options = TestService.With(await bench.Identity.TokenAsync("auditor"));

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await bench.Service.Client.GetDeclarationAsync(request, options));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task Message_Compressed_IsRefusedAndNotInflated()
    {
        var options = TestService.With(await bench.Identity.TokenAsync("auditor"));
        options.Headers!.Add("grpc-internal-encoding-request", "gzip");

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await bench.Service.Client.GetDeclarationAsync(new() { Mrn = "x" }, options));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    private async Task<RpcException> FailAsync(string mrn, DateTime? deadline = null)
    {
        var options = TestService.With(await bench.Identity.TokenAsync("auditor"), deadline);
        return await Assert.ThrowsAsync<RpcException>(
            async () => await bench.Service.Client.GetDeclarationAsync(new() { Mrn = mrn }, options));
    }
}
