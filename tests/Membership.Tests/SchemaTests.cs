using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Storage;
using CrmClub.Testing;
using Npgsql;

namespace CrmClub.Membership.Tests;

/// <summary>What a club of before has stored is there after its schema has grown.</summary>
public sealed class SchemaTests(Postgres postgres)
{
    private const string OfBefore =
        """
        INSERT INTO journal (actor, kind, subject, body) VALUES ('club', 'founded', 'club', '');
        INSERT INTO customs_system VALUES ('one', 1, 'DE', 'One', false), ('two', 1, 'FR', 'Two', true);
        """;

    [Fact]
    public async Task CustomsSystems_OfBefore_AreRecords()
    {
        var cancel = TestContext.Current.CancellationToken;
        var scripts = Checkout.Schema("Journal", "Membership/Storage");
        var records = Array.FindIndex(scripts, script => script.Contains("DROP TABLE customs_system"));
        var database = await postgres.Server.CreateAsync(
            "membership", [.. scripts[..records], OfBefore, .. scripts[records..]]);
        await using var data = NpgsqlDataSource.Create(database.App);
        await using var connection = await data.OpenConnectionAsync(cancel);

        var rows = await MembershipReader.RecordsAsync(connection, [CustomsSystem.Descriptor], null, cancel);

        Assert.Equal(
            [
                new CustomsSystem { ClientId = "one", Administration = "DE", Name = "One" },
                new CustomsSystem { ClientId = "two", Administration = "FR", Name = "Two", Suspended = true },
            ],
            rows.Select(row => row.Content));
        Assert.Equal(["one", "two"], rows.Select(row => row.Code));
    }
}
