using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.System.Tests.Declaring;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Tariff;

/// <summary>A rate that decided, corrected under four eyes: through the gateway, from service to service.</summary>
public sealed class RateCorrectionTests(RunningClub running)
{
    // No other test declares in it.
    private const string Currency = "PEN";
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Correct_ARateThatDecided_ProposesTheAdjustmentInASecondRevision()
    {
        using var officer = running.Club.SignedInAs("secretariat");
        using var approver = running.Club.SignedInAs("approver");
        using var customs = running.Club.SignedInAs("customs-de");
        await officer.CallAsync(
            options => officer.Rates.RecordRatesAsync(Rate("4", ""), options), Within, Cancel);
        var request = ExampleDeclaration.Request();
        request.Declaration.InvoiceCurrency = Currency;
        foreach (var item in request.Declaration.Items)
            item.CustomsValue.Currency = Currency;
        var first = new DeclarationAnswer();
        await Testing.Eventually.HoldsAsync("the rate is known to Declarations", async () =>
        {
            first = await customs.SubmitAsync(request, Within, Cancel);
            return true;
        }, Within, Cancel);

        var prepared = await officer.CallAsync(
            options => officer.Rates.RecordRatesAsync(Rate("5", "The bank has revised it"), options), Within, Cancel);
        var approval = new ApproveRateCorrectionRequest
        {
            RequestId = Guid.NewGuid().ToString(),
            Number = prepared.Correction.Number,
        };
        var recorded = await approver.CallAsync(
            options => approver.Rates.ApproveRateCorrectionAsync(approval, options), Within, Cancel);
        var now = await running.Club.ReassessedAsync(first.Mrn, Cancel);

        Assert.Equal(recorded.Correction.Set, now.Answer.Versions.RateSet);
        Assert.Equal($"exchange rates EU-MONTHLY corrected by set {recorded.Correction.Set}", now.Answer.Cause);
        Assert.NotEqual(first.Duty, now.Answer.Duty);
        Assert.Equal(
            Amount(now.Answer.Duty.Amount) - Amount(first.Duty.Amount),
            Amount(Assert.Single(now.Adjustments).Difference.Amount));
    }

    private static RecordRatesRequest Rate(string rate, string reason) => new()
    {
        RequestId = Guid.NewGuid().ToString(),
        Reason = reason,
        Rates =
        {
            new ExchangeRate
            {
                Series = "EU-MONTHLY",
                Base = "EUR",
                Quote = Currency,
                Rate = rate,
                ValidFrom = "2026-03-01",
                Source = "test data",
            },
        },
    };

    private static decimal Amount(string amount) => decimal.Parse(amount, CultureInfo.InvariantCulture);
}
