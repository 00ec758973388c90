using System.Text;
using RabbitMQ.Client;

namespace CrmClub.Journal.Tests;

/// <summary>Puts bytes on an exchange that no library of ours would send.</summary>
internal static class RawMessages
{
    public static async Task SendAsync(string address, string exchange, IEnumerable<string> bodies)
    {
        var factory = new ConnectionFactory { Uri = new Uri(address) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        foreach (var body in bodies)
        {
            var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json" };
            await channel.BasicPublishAsync(exchange, "", false, properties, Encoding.UTF8.GetBytes(body));
        }
    }
}
