using System.Security.Cryptography;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Testing;
using Npgsql;

namespace CrmClub.Tariffs.Tests;

public sealed class FoundingTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Found_TwoReplicasAtOnce_PublishesVersionOneOnce()
    {
        await using var tariffs = await TestTariffs.CreateAsync(postgres);

        await Task.WhenAll(tariffs.Founding().FoundAsync(Cancel), tariffs.Founding().FoundAsync(Cancel));

        var tariff = Assert.Single(tariffs.State.Book.NewestFirst);
        Assert.Equal(1, tariff.Version.Number);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(tariff.Bytes)), tariff.Version.Hash);
        Assert.Equal(tariff.Document.Measures.Count, tariff.Version.Measures);
        Assert.Equal(
            ["crmclub.tariffs.v1.ClubFounded", "crmclub.tariffs.v1.TariffVersionPublished",
                "crmclub.tariffs.v1.ExchangeRatesRecorded"],
            await KindsAsync(tariffs));
    }

    [Fact]
    public async Task Found_ExchangeRates_AreEveryLineOfTheFile()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var lines = await File.ReadAllLinesAsync(
            Path.Combine(Checkout.FoundingDirectory, "exchange-rates.csv"), Cancel);

        var rates = tariffs.State.Book.RateSets.SelectMany(set => set.Rates).ToList();

        Assert.Equal(
            lines.Skip(1).Order(),
            rates.Select(rate => string.Join(
                ',', rate.Series, rate.Base, rate.Quote, rate.Rate, rate.ValidFrom, rate.ValidTo, rate.Source,
                rate.Demonstration ? "true" : "false")).Order());
    }

    [Fact]
    public async Task Found_AnotherFoundingDay_MovesTheMeasures()
    {
        await using var tariffs = await TestTariffs.CreateAsync(postgres);

        await tariffs.Founding(day: "2026-01-05").FoundAsync(Cancel);

        var tariff = tariffs.State.Book.NewestFirst[0];
        Assert.Equal("2026-01-05", tariff.Version.ValidFrom);
        Assert.All(tariff.Document.Measures, measure => Assert.Equal("2026-01-05", measure.ValidFrom));
    }

    [Fact]
    public async Task Found_BrokenTariff_NamesEveryFaultAndStoresNothing()
    {
        await using var tariffs = await TestTariffs.CreateAsync(postgres);
        var folder = Directory.CreateTempSubdirectory("crmclub-founding-").FullName;
        foreach (var file in Directory.GetFiles(Checkout.FoundingDirectory))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var document = await File.ReadAllTextAsync(Path.Combine(folder, "tariff.json"), Cancel);
        var broken = document
            .Replace("\"25 %\"", "\"25 percents\"", StringComparison.Ordinal)
            .Replace("\"M-0001\"", "\"M-0002\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "tariff.json"), broken, Cancel);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => tariffs.Founding(folder).FoundAsync(Cancel));

        Assert.True(refusal.Violations.Select(violation => violation.Rule).Distinct().Count() >= 2);
        Assert.Empty(await KindsAsync(tariffs));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Founded_Document_CanNotBeExchanged()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => tariffs.ExecuteAsSuperuserAsync(
            "UPDATE tariff_version SET document = document || '\\x00'", Cancel));

        Assert.Equal(PostgresErrorCodes.CheckViolation, refusal.SqlState);
    }

    [Fact]
    public async Task Audit_Untouched_Holds()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);

        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Theory]
    [InlineData("UPDATE exchange_rate SET rate = rate + 1 WHERE place = 17", "exchange_rate set_number=1 place=17")]
    [InlineData("DELETE FROM exchange_rate WHERE place = 18", "exchange_rate set_number=1 place=18")]
    [InlineData("UPDATE tariff_version SET valid_from = '2020-01-01'", "tariff_version number=1")]
    [InlineData(
        "UPDATE tariff_version SET document = document || '\\x00', hash = encode(sha256(document || '\\x00'), 'hex')",
        "tariff_version number=1")]
    public async Task Audit_ChangedBySuperuser_NamesTheRow(string change, string row)
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        await tariffs.ExecuteAsSuperuserAsync(change, Cancel);

        Assert.StartsWith(row + ":", Assert.Single(await tariffs.AuditAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snapshot_OfTheService_IsVersionsAndRates()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        await using var connection = await tariffs.Data.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);

        var records = new List<Google.Protobuf.IMessage>();
        await foreach (var record in new Storage.TariffsSnapshot().ReadAsync(transaction, Cancel))
            records.Add(record);

        Assert.Equal(tariffs.State.Book.NewestFirst[0].Version, Assert.Single(records.OfType<TariffVersion>()));
        Assert.Equal(tariffs.State.Book.RateSets, records.OfType<ExchangeRateSet>().Reverse());
    }

    private static async Task<List<string>> KindsAsync(TestTariffs tariffs)
    {
        await using var select = tariffs.Data.CreateCommand("SELECT kind FROM journal ORDER BY id");
        await using var rows = await select.ExecuteReaderAsync(Cancel);
        var kinds = new List<string>();
        while (await rows.ReadAsync(Cancel))
            kinds.Add(rows.GetString(0));
        return kinds;
    }
}
