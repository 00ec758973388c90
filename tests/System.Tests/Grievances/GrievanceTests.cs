using System.Net;
using System.Text;
using System.Text.Json;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Npgsql;

namespace CrmClub.System.Tests.Grievances;

/// <summary>A grievance at the club's one door, without a token, and where nothing of it may be found.</summary>
public sealed class GrievanceTests(RunningClub running)
{
    private const string Name = "Aminah binti Yusof Marker";
    private const string Contact = "aminah.marker@example.my";
    private const string Text = "Debu dari kilang menutupi halaman sekolah, kata penulis.";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClubUnderTest Club => running.Club;

    [Fact]
    public async Task Grievance_FiledByAStranger_IsAnsweredToWhoeverHasTheReceiptAndLeaksNothing()
    {
        var certificate = await Club.CertifyAsync(Cancel);
        using var http = Club.Http("gateway");
        var filed = (await PostAsync(http, "file", new
        {
            requestId = Guid.CreateVersion7(),
            language = "ms",
            text = Text,
            certificate = certificate.Number,
            name = Name,
            contact = Contact,
        })).Answer;
        var (receipt, secret) = (filed.GetProperty("receipt").GetString()!, filed.GetProperty("secret").GetString()!);

        var read = await Club.CommandAsync("grievance", "read", receipt);
        Assert.Contains(Name, read.Output);
        Assert.Equal(4, (await Club.CommandAsync("grievance", "read", receipt, "--as", "chief")).ExitCode);
        Assert.Equal(4, (await Club.CommandAsync("grievance", "read", receipt, "--as", "auditor")).ExitCode);
        Assert.Equal(0, (await Club.CommandAsync("grievance", "show", receipt, "--as", "auditor")).ExitCode);
        await DoneAsync("grievance", "acknowledge", receipt, "--summary", "Dust on a school yard");
        await DoneAsync("grievance", "answer", receipt, "--outcome", "upheld", "--answer", "Penapis akan diganti.");

        var wrong = await PostAsync(http, "status", new { receipt, secret = secret[..^1] });
        var absent = await PostAsync(http, "status", new { receipt = "G-1999-0001", secret });
        var right = await PostAsync(http, "status", new { receipt, secret });
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (wrong.Status, absent.Status));
        Assert.Equal($"{absent.Answer}", $"{wrong.Answer}");
        Assert.Equal("GRIEVANCE_STATE_ANSWERED", right.Answer.GetProperty("state").GetString());
        Assert.Equal("Penapis akan diganti.", right.Answer.GetProperty("answer").GetString());
        await LeaksNothingAsync(receipt, Name, Contact, Text, secret);

        await DoneAsync("grievance", "erase", receipt, "--reason", "Asked for");
        Assert.Equal(1, (await Club.CommandAsync("grievance", "read", receipt)).ExitCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(http, "status", new { receipt, secret })).Status);
        Assert.Equal(0, (await Club.CommandAsync("audit", "verify")).ExitCode);
    }

    private async Task DoneAsync(params string[] words)
    {
        var run = await Club.CommandAsync(words);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', words)}: {run}");
    }

    /// <summary>In no log, and in no table of the club's: as text, nor as bytes.</summary>
    private async Task LeaksNothingAsync(string receipt, params string[] secrets)
    {
        var kept = new StringBuilder();
        foreach (var service in AppHost.Club.Services)
            kept.Append(await DumpAsync(service));
        foreach (var log in Directory.EnumerateFiles(Path.Combine(Club.Folder, "logs"), "*.log"))
            kept.Append(await File.ReadAllTextAsync(log, Cancel));
        var all = $"{kept}";

        Assert.Contains(receipt, all);
        Assert.Contains(Hex("Dust on a school yard"), all);
        foreach (var one in secrets)
        {
            Assert.DoesNotContain(one, all, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Hex(one), all);
        }
    }

    private async Task<string> DumpAsync(string service)
    {
        await using var database = Club.Database(service);
        var tables = await ListAsync(database,
            $"SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = '{service}'::regnamespace");
        var rows = new StringBuilder();
        foreach (var table in tables)
            rows.AppendJoin('\n', await ListAsync(database, $"SELECT t::text FROM {table} t"));
        return $"{rows}";
    }

    private static async Task<List<string>> ListAsync(NpgsqlDataSource database, string sql)
    {
        await using var select = database.CreateCommand(sql);
        await using var rows = await select.ExecuteReaderAsync(Cancel);
        var all = new List<string>();
        while (await rows.ReadAsync(Cancel)) all.Add(rows.GetString(0));
        return all;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(
        HttpClient http, string what, object request)
    {
        using var body = new StringContent(JsonSerializer.Serialize(request), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync($"/api/v1/suppliers/grievances:{what}", body, Cancel);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return (answer.StatusCode, document.RootElement.Clone());
    }

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
}
