using CrmClub.System.Tests.Clubs;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CrmClub.System.Tests.Rights;

/// <summary>What the broker user of a service must not be able to do, and what it must.</summary>
public sealed class BrokerUserTests(RunningClub running)
{
    private const ushort AccessRefused = 403;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Services => [.. AppHost.Club.Services];

    [Theory, MemberData(nameof(Services))]
    public async Task Names_OfOthers_AreRefused(string service)
    {
        var other = AppHost.Club.Services.First(name => name != service);

        await RefusedAsync(service, channel => channel.QueueDeclareAsync(
            $"{other}.rights", durable: false, exclusive: false, autoDelete: true, cancellationToken: Cancel));
        await RefusedAsync(service, channel => channel.ExchangeDeclareAsync(
            "anything", ExchangeType.Fanout, cancellationToken: Cancel));
        await RefusedAsync(service, channel => channel.BasicConsumeAsync(
            $"{other}.{service}", autoAck: true, new AsyncDefaultBasicConsumer(channel), Cancel));
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Publish_AsAnother_IsRefused(string service)
    {
        var other = AppHost.Club.Services.First(name => name != service);
        await RefusedAsync(service, async channel =>
        {
            await channel.ExchangeDeclareAsync($"{other}.journal", ExchangeType.Fanout, durable: true,
                cancellationToken: Cancel);
            await channel.BasicPublishAsync($"{other}.journal", "", new byte[] { 1 }, Cancel);
            // The refusal comes back on the channel, before the answer to anything asked later.
            await channel.ExchangeDeclarePassiveAsync($"{other}.journal", Cancel);
        });
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Queue_OfItsOwn_IsBoundToAnothersJournal(string service)
    {
        var other = AppHost.Club.Services.First(name => name != service);
        await using var connection = await ConnectAsync(service, running.Club.Secret($"rabbitmq/{service}"));
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancel);

        await channel.ExchangeDeclareAsync($"{other}.journal", ExchangeType.Fanout, durable: true,
            cancellationToken: Cancel);
        var queue = await channel.QueueDeclareAsync(
            $"{service}.rights", durable: false, exclusive: false, autoDelete: true, cancellationToken: Cancel);
        await channel.QueueBindAsync(queue.QueueName, $"{other}.journal", "", cancellationToken: Cancel);
        await channel.QueueDeleteAsync(queue.QueueName, cancellationToken: Cancel);
    }

    [Fact]
    public Task SignIn_AsGuest_IsRefused() =>
        Assert.ThrowsAsync<BrokerUnreachableException>(() => ConnectAsync("guest", "guest"));

    private async Task RefusedAsync(string service, Func<IChannel, Task> act)
    {
        await using var connection = await ConnectAsync(service, running.Club.Secret($"rabbitmq/{service}"));
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false),
            Cancel);

        var refusal = await Assert.ThrowsAnyAsync<OperationInterruptedException>(() => act(channel));

        Assert.Equal(AccessRefused, refusal.ShutdownReason?.ReplyCode);
    }

    private Task<IConnection> ConnectAsync(string user, string password) => new ConnectionFactory
    {
        HostName = "127.0.0.1",
        Port = running.Club.Address("rabbitmq", "tcp").Port,
        VirtualHost = "crm",
        UserName = user,
        Password = password,
        AutomaticRecoveryEnabled = false,
    }.CreateConnectionAsync(Cancel);
}
