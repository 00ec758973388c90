using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Testing;
using Npgsql;

namespace CrmClub.Membership.Tests;

public sealed class FoundingTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Found_TwoReplicasAtOnce_FoundsOnce()
    {
        await using var membership = await TestMembership.CreateAsync(postgres);

        await Task.WhenAll(membership.Founding().FoundAsync(Cancel), membership.Founding().FoundAsync(Cancel));
        await membership.Founding().FoundAsync(Cancel);

        Assert.Equal(1, await membership.CountAsync("journal", Cancel));
        Assert.Equal(1, await membership.CountAsync("club", Cancel));
        Assert.Equal(28, await membership.CountAsync("administration", Cancel));
        Assert.Equal(["EU", "JP"], membership.State.View.Parties.Select(party => party.Code).Order());
    }

    [Fact]
    public async Task Found_AnotherFoundingDay_MovesWhatBeginsWithTheClub()
    {
        await using var membership = await TestMembership.CreateAsync(postgres);

        await membership.Founding(day: "2026-01-05").FoundAsync(Cancel);

        var view = membership.State.View;
        Assert.Equal("2026-01-05", view.Club!.FoundingDay);
        Assert.True(view.IsMember("DE", new DateOnly(2026, 1, 5)));
        Assert.False(view.IsMember("DE", new DateOnly(2026, 1, 4)));
        Assert.NotNull(view.Administration("JP")!.PolicyOn(new DateOnly(2026, 1, 5)));
    }

    [Fact]
    public async Task Found_BrokenDocument_NamesEveryFaultAndStoresNothing()
    {
        await using var membership = await TestMembership.CreateAsync(postgres);
        var folder = Directory.CreateTempSubdirectory("crmclub-founding-").FullName;
        var document = await File.ReadAllTextAsync(Path.Combine(Checkout.FoundingDirectory, "membership.json"), Cancel);
        var broken = document
            .Replace("Europe/Berlin", "Europe/Bonn", StringComparison.Ordinal)
            .Replace("\"DKK\"", "\"DKR\"", StringComparison.Ordinal)
            .Replace("\"votingSharePercent\": \"60\"", "\"votingSharePercent\": \"600\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "membership.json"), broken, Cancel);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => membership.Founding(folder).FoundAsync(Cancel));

        Assert.Equal(
            ["CURRENCY", "PERCENT", "SUM", "TIME_ZONE"],
            refusal.Violations.Select(violation => violation.Rule).Order());
        Assert.Equal(0, await membership.CountAsync("journal", Cancel));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Founded_ServiceRole_CanNotChangeWhatIsRecorded()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);

        await using var update = membership.Data.CreateCommand("UPDATE party SET name_en = 'x'");
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => update.ExecuteNonQueryAsync(Cancel));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Audit_Untouched_Holds()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);

        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Theory]
    [InlineData("UPDATE party_status SET status = 'Suspended' WHERE party = 'JP'", "party_status JP", "status")]
    [InlineData(
        "UPDATE administration_policy SET rounding = rounding - 'lineStep' WHERE administration = 'DE'",
        "administration_policy DE", "rounding")]
    [InlineData(
        "UPDATE record SET content = content || '{\"suspended\": true}' WHERE content ->> 'name' = 'customs-fr'",
        "record CustomsSystem 5e", "suspended")]
    [InlineData("DELETE FROM administration WHERE code = 'NL'", "administration NL", "missing")]
    [InlineData(
        "INSERT INTO record VALUES ('CustomsSystem', '00000000-0000-4000-8000-000000000000', 1, 0, '{}')",
        "record CustomsSystem 00000000", "No entry")]
    public async Task Audit_ChangedBySuperuser_NamesTheRow(string change, string row, string fault)
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
#pragma warning disable CA2100 // Written above.
        await using (var edit = membership.AsSuperuser.CreateCommand(change))
#pragma warning restore CA2100
            await edit.ExecuteNonQueryAsync(Cancel);

        var found = Assert.Single(await membership.AuditAsync(Cancel));

        Assert.StartsWith(row, found, StringComparison.Ordinal);
        Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Founded_Entry_CarriesTheDocumentAndItsHash()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var file = await File.ReadAllBytesAsync(Path.Combine(Checkout.FoundingDirectory, "membership.json"), Cancel);

        await using var select = membership.Data.CreateCommand("SELECT body FROM journal");
        var founded = ClubFounded.Parser.ParseFrom((byte[])(await select.ExecuteScalarAsync(Cancel))!);

        Assert.Equal(System.Security.Cryptography.SHA256.HashData(file), founded.DocumentHash.ToByteArray());
        Assert.Equal(28, founded.Document.Administrations.Count);
    }
}
