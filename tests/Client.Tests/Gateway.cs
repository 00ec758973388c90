using System.Collections.Concurrent;
using System.Net;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CrmClub.Client.Tests;

/// <summary>A server that answers as its test says, call by call, and notes what it was asked.</summary>
internal sealed class Gateway : DeclarationService.DeclarationServiceBase
{
    /// <summary>What comes back, in order; null is an answer.</summary>
    public ConcurrentQueue<RpcException?> Answers { get; } = [];

    public ConcurrentQueue<(string RequestId, string Token)> Asked { get; } = [];

    public int TokensGiven { get; private set; }

    public override Task<SubmitDeclarationResponse> SubmitDeclaration(
        SubmitDeclarationRequest request, ServerCallContext context)
    {
        Asked.Enqueue((request.RequestId, context.RequestHeaders.GetValue("authorization") ?? ""));
        if (Answers.TryDequeue(out var refusal) && refusal is not null) throw refusal;
        return Task.FromResult(new SubmitDeclarationResponse { Answer = new DeclarationAnswer { Mrn = "M" } });
    }

    /// <summary>How many chunks each stream answers before it ends by itself.</summary>
    public int ChunksOfAStream { get; set; } = int.MaxValue;

    /// <summary>Chunks that came, by stream.</summary>
    public ConcurrentQueue<int> Streams { get; } = [];

    /// <summary>Listens on a free port, or on one that is given.</summary>
    public async Task<WebApplication> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, port, l => l.Protocols = HttpProtocols.Http2);
            k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        var app = builder.Build();
        app.MapGrpcService<Gateway>();
        app.MapGrpcService<Tariffs>();
        app.MapPost("/token", (HttpContext _) =>
        {
            TokensGiven++;
            return Results.Json(new { access_token = $"token-{TokensGiven}", expires_in = 3600 });
        });
        app.MapPost("/refused", () => Results.Json(new { error = "invalid_client" }, statusCode: 401));
        await app.StartAsync();
        return app;
    }

    /// <summary>How many messages each watch tells before it breaks.</summary>
    public int MessagesOfAWatch { get; set; } = int.MaxValue;

    /// <summary>The cursors that watches began with.</summary>
    public ConcurrentQueue<string> Cursors { get; } = [];

    /// <summary>How many chunks are answered with refusals that ask for another try.</summary>
    public int ChunksNotDecided { get; set; }

    public override async Task StreamDeclarations(
        IAsyncStreamReader<StreamDeclarationsRequest> requestStream,
        IServerStreamWriter<StreamDeclarationsResponse> responseStream, ServerCallContext context)
    {
        var chunks = 0;
        while (chunks < ChunksOfAStream && await requestStream.MoveNext(context.CancellationToken))
        {
            if (Answers.TryDequeue(out var refusal) && refusal is not null) throw refusal;
            chunks++;
            await responseStream.WriteAsync(new() { Heartbeat = new() }, context.CancellationToken);
            var chunk = requestStream.Current.Chunk;
            await responseStream.WriteAsync(new()
            {
                Chunk = new()
                {
                    Number = chunk.Number,
                    Results = { chunk.Requests.Select((one, place) => place > 0 && ChunksNotDecided > 0
                        ? new SubmitDeclarationResult { Refusal = new() { Reason = "UNAVAILABLE" } }
                        : new SubmitDeclarationResult { Answer = new() { Lrn = one.RequestId } }) },
                },
            }, context.CancellationToken);
            ChunksNotDecided--;
        }

        Streams.Enqueue(chunks);
    }

    /// <summary>Tells of ten declarations, and then that it lives.</summary>
    public override async Task WatchDeclarations(
        WatchDeclarationsRequest request, IServerStreamWriter<WatchDeclarationsResponse> responseStream,
        ServerCallContext context)
    {
        Cursors.Enqueue(request.Cursor);
        if (Answers.TryDequeue(out var refusal) && refusal is not null) throw refusal;
        var next = request.Cursor.Length == 0 ? 0 : int.Parse(request.Cursor);
        await responseStream.WriteAsync(new() { Cursor = $"{next}", Heartbeat = new() }, context.CancellationToken);
        for (var told = 0; told < MessagesOfAWatch && next < 10; told++)
        {
            next++;
            await responseStream.WriteAsync(
                new() { Cursor = $"{next}", Declaration = new() { Mrn = $"M{next}" } }, context.CancellationToken);
        }

        if (next < 10)
            throw new RpcException(new Status(StatusCode.Cancelled, "Cut off."));
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }

    private sealed class Tariffs(Gateway gateway) : TariffService.TariffServiceBase
    {
        public override async Task CalculateDuties(
            IAsyncStreamReader<CalculateDutiesRequest> requestStream,
            IServerStreamWriter<CalculateDutiesResponse> responseStream, ServerCallContext context)
        {
            var chunks = 0;
            while (chunks < gateway.ChunksOfAStream && await requestStream.MoveNext(context.CancellationToken))
            {
                if (gateway.Answers.TryDequeue(out var refusal) && refusal is not null) throw refusal;
                chunks++;
                await responseStream.WriteAsync(new CalculateDutiesResponse
                {
                    Results =
                    {
                        requestStream.Current.Consignments.Select(one => new CalculatedDuty
                        {
                            Answer = new DutyAnswer { Item = one.Item.Number },
                        }),
                    },
                }, context.CancellationToken);
            }

            gateway.Streams.Enqueue(chunks);
        }
    }
}
