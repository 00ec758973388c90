using System.CommandLine;
using System.Text;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;
using CrmClub.Tariffs.Documents.Import;
using Grpc.Core;

namespace CrmClub.Cli.Commands;

/// <summary><c>rates show|prices|gaps|import|sets|corrections|approve|reject</c>.</summary>
internal static class RatesCommand
{
    private static readonly Argument<int> Number = new("NUMBER") { Description = "The correction's number" };

    private static readonly Option<DateOnly?> Until = new("--until")
    {
        Description = "All that counts from the day of --on to this one",
        HelpName = "YYYY-MM-DD",
        CustomParser = Days.Parse,
    };

    public static Command Create() => new Command("rates", "Reads and records exchange rates and reference prices.")
        .With(Show(), Prices(), Gaps(), Import(), RateSets.List(), RateCorrections.List(), Approve(), Reject());

    private static Command Show()
    {
        var series = new Option<string?>("--series") { Description = "Only this series", HelpName = "SERIES" };
        return new ClubCommand("show",
            "Shows the exchange rates of the day.", "crmclub rates show --series EU-MONTHLY").With(series, Until)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new ListExchangeRatesRequest
                {
                    Series = invocation.Get(series) ?? "",
                    AsOf = invocation.OnText,
                    Until = UntilOf(invocation),
                };
                var answer = await invocation.CallAsync(client, o => client.Tariffs.ListExchangeRatesAsync(request, o));
                if (invocation.Json)
                    foreach (var rate in answer.Rates) invocation.Out.JsonLine(rate);
                else
                    invocation.Out.Table(["series", "1", "is", "", "from", "to", "source"], [.. answer.Rates.Select(
                        rate => new[]
                        {
                            rate.Series, rate.Base, rate.Rate, rate.Quote, rate.ValidFrom, rate.ValidTo, rate.Source,
                        })], 2);
                return answer.Rates.Count > 0 ? ExitCodes.Done : ExitCodes.No;
            });
    }

    private static Command Prices()
    {
        var material = new Option<string?>("--material") { Description = "Only of this material", HelpName = "CODE" };
        return new ClubCommand("prices",
            "Shows the reference prices of the day.", "crmclub rates prices --material Dy").With(material, Until)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new ListReferencePricesRequest
                {
                    Material = invocation.Get(material) ?? "",
                    AsOf = invocation.OnText,
                    Until = UntilOf(invocation),
                };
                var answer = await invocation.CallAsync(client, o => client.Rates.ListReferencePricesAsync(request, o));
                if (invocation.Json)
                    foreach (var price in answer.Prices) invocation.Out.JsonLine(price);
                else
                    invocation.Out.Table(["material", "stage", "a kg of", "is", "", "from", "to", "source"],
                        [.. answer.Prices.Select(price => new[]
                        {
                            price.Material, Figures.Words(price.Stage), price.ContentUnit, price.Price.Amount,
                            price.Price.Currency, price.ValidFrom, price.ValidTo, price.Source,
                        })], 3);
                return answer.Prices.Count > 0 ? ExitCodes.Done : ExitCodes.No;
            });
    }

    private static string UntilOf(Invocation invocation) =>
        invocation.Get(Until) is { } day ? Club.LegalDay.Text(day) : "";

    private static Command Gaps() => new ClubCommand("gaps",
        "Which series have no figure for tomorrow, or for the day of --on. Ends with 1 where one has none.",
        "crmclub rates gaps").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListRateGapsRequest { AsOf = invocation.OnText };
            var answer = await invocation.CallAsync(client, o => client.Rates.ListRateGapsAsync(request, o));
            if (invocation.Json)
                invocation.Out.Document(answer);
            else if (answer.Gaps.Count == 0)
                invocation.Out.Line("Every series has a figure.");
            else
                invocation.Out.Table(
                    ["series", "no figure from"], [.. answer.Gaps.Select(gap => new[] { gap.Series, gap.From })]);
            return answer.Gaps.Count == 0 ? ExitCodes.Done : ExitCodes.No;
        });

    private static Command Import()
    {
        var file = new Argument<string>("FILE") { Description = "A table of comma-separated values" };
        var from = new Option<DateOnly?>("--valid-from")
        {
            Description = "Only figures that begin on this day or later",
            HelpName = "YYYY-MM-DD",
            CustomParser = Days.Parse,
        };
        var reason = new Option<string?>("--reason")
        {
            Description = "Why others are corrected, where some are",
            HelpName = "TEXT",
        };
        return new ClubCommand("import",
            "Records exchange rates, reference prices, or the months that the ECB's reference rates decide. What is "
            + "known is left out; what corrects others waits for a second person.",
            """
            crmclub rates import data/examples/reference-prices.csv --reason "USGS has revised its averages"
            """).With(file, from, reason).Runs(async invocation =>
            {
                var table = Read(invocation.Get(file));
                if (invocation.Get(from) is { } first) table = table.From(first);
                if (table.Check(materials: null) is [_, ..] faults)
                {
                    Failures.Say(faults);
                    return ExitCodes.WrongInput;
                }

                var request = new RecordRatesRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Rates = { table.Rates },
                    Prices = { table.Prices },
                    Reason = invocation.Get(reason) ?? "",
                };
                using var client = invocation.Open(Identity.Officer);
                try
                {
                    var answer = await invocation.CallAsync(client, o => client.Rates.RecordRatesAsync(request, o));
                    if (invocation.Json) invocation.Out.Document(answer);
                    else invocation.Out.Line(Sentence(answer));
                    return ExitCodes.Done;
                }
                catch (RpcException e) when (Refusal.From(e) is { Violations.Count: > 0 } refusal)
                {
                    foreach (var fault in refusal.Violations) fault.Field = table.PlaceOf(fault.Field);
                    return Failures.Report(refusal);
                }
            });
    }

    private static RateTable Read(string path)
    {
        using var text = new StreamReader(new MemoryStream(Documents.One(path).Utf8), Encoding.UTF8);
        return RateTable.Read(text);
    }

    private static string Sentence(RecordRatesResponse answer) => answer switch
    {
        { Set: { } set } => $"Recorded as set {set.Number}; figures: {set.Rates.Count + set.Prices.Count}, "
            + $"known before: {answer.Known}.",
        { Correction: { } one } => $"Figures that correct others: {one.Rates.Count + one.Prices.Count}, known before: "
            + $"{answer.Known}. Waits for a second pair of eyes: crmclub rates approve {one.Number}",
        _ => $"Nothing new; figures known before: {answer.Known}.",
    };

    private static Command Approve() => new ClubCommand("approve",
        "Approves a correction that another prepared: it counts from now on.", "crmclub rates approve 2").With(Number)
        .Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Approver);
            var request = new ApproveRateCorrectionRequest
            {
                RequestId = Guid.CreateVersion7().ToString(),
                Number = invocation.Get(Number),
            };
            return RateCorrections.Write(invocation, (await invocation.CallAsync(
                client, o => client.Rates.ApproveRateCorrectionAsync(request, o))).Correction);
        });

    private static Command Reject()
    {
        var reason = new Option<string>("--reason") { Description = "Why", Required = true, HelpName = "TEXT" };
        return new ClubCommand("reject",
            "Rejects a correction that another prepared.",
            "crmclub rates reject 1 --reason \"The average is of 2025\"").With(Number, reason)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Approver);
                var request = new RejectRateCorrectionRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Number = invocation.Get(Number),
                    Reason = invocation.Get(reason)!,
                };
                return RateCorrections.Write(invocation, (await invocation.CallAsync(
                    client, o => client.Rates.RejectRateCorrectionAsync(request, o))).Correction);
            });
    }
}
