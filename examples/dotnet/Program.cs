// A customs system in .NET, by the package CrmClub.Client, which keeps tokens, tries again and goes on by itself:
//
//   stream FILE    declares what FILE holds (JSON Lines) by a stream of chunks; a line for each
//   watch FILE     what becomes of it, from the cursor kept in FILE on, until it is interrupted
//
// CRMCLUB_GATEWAY (host:port), CRMCLUB_TOKEN_ENDPOINT, CRMCLUB_CLIENT_ID and CRMCLUB_CLIENT_SECRET say where the club
// is and who asks.
using System.Security.Cryptography;
using System.Text;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;

if (args is not [("stream" or "watch") and var command, var file])
{
    Console.Error.WriteLine("stream FILE | watch FILE");
    return 2;
}

using var tokens = TokenSource.ForSystem(
    new Uri(Setting("CRMCLUB_TOKEN_ENDPOINT")), Setting("CRMCLUB_CLIENT_ID"), Setting("CRMCLUB_CLIENT_SECRET"));
using var club = new ClubClient(new Uri($"http://{Setting("CRMCLUB_GATEWAY")}"), tokens);
return command == "stream" ? await StreamAsync() : await WatchAsync();

async Task<int> StreamAsync()
{
    using var stream = club.OpenDeclarations();
    var refused = 0;
    // Each waits for a place: eight chunks are under way at most.
    var chunks = File.ReadLines(file).Select(line => RequestOf(Declaration.Parser.ParseJson(line)))
        .Chunk(DeclarationStream.ChunkMax)
        .Select(async chunk =>
        {
            var results = await stream.SubmitAsync(chunk);
            foreach (var result in results)
                Console.WriteLine(result);
            Interlocked.Add(ref refused, results.Count(result => result.Refusal is not null));
        });
    await Task.WhenAll(chunks);
    return refused == 0 ? 0 : 1;
}

async Task<int> WatchAsync()
{
    var cursor = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
    await foreach (var message in club.WatchDeclarationsAsync(cursor))
    {
        Console.WriteLine(message);
        // After what was done with it: a program that dies in between is told of it again, never too little.
        await File.WriteAllTextAsync(file, message.Cursor);
    }

    return 0;
}

// The same declaration has the same request_id, in whatever run it is sent: it is decided once.
static SubmitDeclarationRequest RequestOf(Declaration declaration)
{
    var name = $"{declaration.Administration}/{declaration.Declarant}/{declaration.Lrn}";
    var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
    hash[6] = (byte)((hash[6] & 0x0F) | 0x80); // UUID, version 8
    hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
    return new() { RequestId = $"{new Guid(hash, bigEndian: true)}", Declaration = declaration };
}

static string Setting(string name) => Environment.GetEnvironmentVariable(name)
    ?? throw new InvalidOperationException($"{name} is not set.");
