using CrmClub.System.Tests.Clubs;
using Npgsql;

namespace CrmClub.System.Tests.Auditing;

/// <summary><c>crmclub audit verify</c> against a club in which a superuser changed what was stored.</summary>
[Collection<TroubledClub>]
public sealed class AuditCommandTests(TroubledClub troubled)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("membership", "administration", "name_en", "code = 'DE'")]
    [InlineData("tariffs", "journal", "actor", "id = (SELECT min(id) FROM journal)")]
    public async Task Verify_ARowThatASuperuserChanged_NamesServiceTableAndRow(
        string service, string table, string column, string row)
    {
        var (code, output) = await VerifyAsync();
        Assert.True(code == 0, output);

        await ExecuteAsync(service, $"UPDATE {table} SET {column} = {column} || '!' WHERE {row}");
        try
        {
            (code, output) = await VerifyAsync();
        }
        finally
        {
            await ExecuteAsync(service, $"UPDATE {table} SET {column} = rtrim({column}, '!') WHERE {row}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.NotEqual(0, code);
        Assert.Matches($@"{service}\.{table} \S+", output);
        (code, output) = await VerifyAsync();
        Assert.True(code == 0, output);
    }

    private async Task<(int Code, string Output)> VerifyAsync()
    {
        var run = await troubled.Club.CommandAsync("audit", "verify");
        return (run.ExitCode, run.Output + run.Error);
    }

    private async Task ExecuteAsync(string service, string statement)
    {
        await using var superuser = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = troubled.Club.Address("postgres", "tcp").Port,
            Database = service,
            Username = "postgres",
            Password = troubled.Club.Secret("postgres/postgres"),
            SearchPath = service,
            Pooling = false,
        }.ConnectionString);
        await superuser.OpenAsync(Cancel);
        // The statements are those above.
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(statement, superuser);
#pragma warning restore CA2100
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancel));
    }
}
