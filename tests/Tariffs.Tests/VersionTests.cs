using System.Security.Cryptography;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Measures;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs.Tests;

/// <summary>Versions: signed, and exchanged while others ask.</summary>
public sealed class VersionTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signature_OfEachVersion_HoldsByTheClubsKey_AndForNothingElse()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        await people.PublishAsync(await people.AdoptedAsync());

        foreach (var number in new[] { 1, 2 })
        {
            var answer = GetTariffVersion.Answer(
                tariffs.State.Book, new() { Number = number }, tariffs.Clock, TestTariffs.Key);
            var keys = PublicKeySet.Parse(answer.Keys);
            var altered = answer.Version.Clone();
            altered.ValidFrom = "2027-05-01";
            using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

            Assert.True(TariffSignatures.Holds(answer.Version, keys));
            Assert.False(TariffSignatures.Holds(altered, keys));
            Assert.False(TariffSignatures.Holds(answer.Version, PublicKeySet.Parse(PublicKeySet.Write(other))));
            Assert.False(TariffSignatures.Holds(new TariffVersion(answer.Version) { Signature = "" }, keys));
        }

        Assert.Empty(await tariffs.AuditAsync(Cancel));
        await tariffs.ExecuteAsSuperuserAsync("UPDATE tariff_version SET signature = '' WHERE number = 2", Cancel);
        Assert.Equal(
            "tariff_version number=2: Not as recorded: signature.", Assert.Single(await tariffs.AuditAsync(Cancel)));
    }

    /// <summary>Every look-up is answered, by one version or the other and never by a mixture.</summary>
    [Fact]
    public async Task Publish_UnderRunningLookUps_ExchangesTheVersionWithoutAPause()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var adopted = await people.AdoptedAsync();
        var seen = new HashSet<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var begun = new TaskCompletionSource();
        var asking = Task.Run(() =>
        {
            while (!seen.Contains("2: 22 %") && !stop.IsCancellationRequested)
            {
                var answer = LookupMeasures.Answer(
                    tariffs.State.Book, new() { GoodsCode = "28469010", Origin = "US", AsOf = "2027-06-01" },
                    tariffs.Clock);
                var measure = Assert.Single(answer.Measures, one => one.Type == MeasureType.Base);
                seen.Add($"{answer.Version.Number}: {measure.Expression}");
                begun.TrySetResult();
            }
        }, Cancel);
        await begun.Task.WaitAsync(Cancel);

        await people.PublishAsync(adopted);
        stop.CancelAfter(TimeSpan.FromSeconds(30));
        await asking;

        Assert.Equal(["1: 20 %", "2: 22 %"], seen.Order());
        var old = GetTariffDocument.Answer(tariffs.State.Book, new() { Number = 1 });
        Assert.Equal(old.Version.Hash, Convert.ToHexStringLower(SHA256.HashData(old.Document.Span)));
    }
}
