using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace CrmClub.Gateway.Tests;

/// <summary>What a caller is told when a call could not be passed on.</summary>
public sealed class FailureTests
{
    public static TheoryData<ForwarderError, Exception?, HttpStatusCode> Failures => new()
    {
        { ForwarderError.Request, new HttpRequestException("refused"), HttpStatusCode.ServiceUnavailable },
        { ForwarderError.RequestBodyDestination, new IOException("reset"), HttpStatusCode.ServiceUnavailable },
        { ForwarderError.RequestBodyClient, new IOException("reset"), HttpStatusCode.ServiceUnavailable },
        { ForwarderError.RequestBodyClient, Slow, HttpStatusCode.ServiceUnavailable },
        { ForwarderError.RequestBodyClient, Malformed, HttpStatusCode.BadRequest },
        { ForwarderError.RequestBodyClient, new AggregateException(new IOException("", Malformed)),
            HttpStatusCode.BadRequest },
        { ForwarderError.RequestTimedOut, null, HttpStatusCode.GatewayTimeout },
        { ForwarderError.RequestCanceled, null, HttpStatusCode.GatewayTimeout },
        { ForwarderError.RequestBodyCanceled, null, HttpStatusCode.GatewayTimeout },
    };

    private static BadHttpRequestException Slow => new("slow", StatusCodes.Status408RequestTimeout);

    private static BadHttpRequestException Malformed => new("malformed", StatusCodes.Status400BadRequest);

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Answer_CallNotPassedOn_BlamesTheCallerOnlyForItsOwn(
        ForwarderError error, Exception? exception, HttpStatusCode expected)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IForwarderErrorFeature>(new Failed(error, exception));

        await new GatewayFailure(_ => Task.CompletedTask).InvokeAsync(context);

        Assert.Equal(expected, (HttpStatusCode)context.Response.StatusCode);
    }

    private sealed record Failed(ForwarderError Error, Exception? Exception) : IForwarderErrorFeature;
}
