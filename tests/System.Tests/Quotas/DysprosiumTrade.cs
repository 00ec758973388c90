using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Quotas;

/// <summary>What people and customs systems do with a quota of dysprosium oxide, each as themselves and through the
/// gateway.</summary>
internal sealed class DysprosiumTrade(ClubUnderTest club, CancellationToken cancel)
{
    private const string Order = "099020";
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(15);

    public async Task ItIsAsync(string day)
    {
        var moved = await club.CommandAsync("club", "move-clock", day);
        Assert.True(moved.ExitCode == 0, $"{moved}");
        // Each service looks at its clock by itself.
        using var customs = club.SignedInAs("customs-de");
        var declared = ExampleDeclaration.Request();
        (declared.Declaration.AcceptanceDay, declared.ValidateOnly) = (day, true);
        await Testing.Eventually.HoldsAsync($"it is {day}", async () =>
        {
            await customs.CallAsync(
                options => customs.Declarations.SubmitDeclarationAsync(declared, options), cancel: cancel);
            return true;
        }, KnownWithin, cancel);
    }

    /// <summary>The members adopt a quota of 15,000 kg for the first quarter, with a measure that bears it.</summary>
    public async Task QuotaIsPublishedAsync(string from)
    {
        var content = new ProposalContent
        {
            Title = "A quota of dysprosium oxide",
            Reason = "There is no supply of its own yet.",
            LegalBase = "Decision of the members on Annex II, Part E",
            EffectiveOn = from,
            Additions =
            {
                new Measure
                {
                    Type = MeasureType.TariffQuota,
                    GoodsCode = "28469020",
                    Origin = "ALL",
                    ExcludedOrigins = { "CLUB" },
                    Expression = "0 %",
                    OrderNumber = Order,
                },
            },
            Quotas =
            {
                new QuotaDefinition
                {
                    OrderNumber = Order,
                    Unit = "kg Dy2O3",
                    Periods = { new QuotaPeriod { OpenFrom = "2027-01-01", OpenTo = "2027-04-01", Volume = "15000" } },
                },
            },
        };
        await club.PublishAsync(content, cancel);
    }

    /// <summary>The rates of March 2027, test data.</summary>
    public Task RatesAreRecordedAsync() => club.RecordAsync(
        [
            Rates.Of("EU-MONTHLY", "EUR", "USD", "1.1250", "2027-03-01", "2027-04-01"),
            Rates.Of("JP-WEEKLY", "USD", "JPY", "151.35", "2027-03-07", "2027-03-14"),
        ],
        cancel);

    /// <summary>Declares the oxide, as soon as Declarations knows quota, rates and certificate.</summary>
    public async Task<(DeclarationAnswer Answer, SubmitDeclarationRequest Request)> DeclaresAsync(
        string administration, string netMassKg, string value, Certificate? certificate, bool quota = true,
        string day = "2027-03-08")
    {
        var request = Oxide(administration, netMassKg, value, certificate, quota, day);
        SubmitDeclarationResponse? sent = null;
        await Testing.Eventually.HoldsAsync($"{netMassKg} kg are declared", async () =>
        {
            request.ValidateOnly = true;
            var tried = await SubmitAsync(request);
            if (quota != (tried.Answer.Items[0].Quota is not null)
                || (certificate is not null && tried.Answer.Versions.Certificates.Count == 0))
                return false;
            request.ValidateOnly = false;
            sent = await SubmitAsync(request);
            return true;
        }, KnownWithin, cancel);
        return (sent!.Answer, request);
    }

    public async Task<SubmitDeclarationResponse> SubmitAsync(SubmitDeclarationRequest request)
    {
        using var customs = SystemOf(request.Declaration.Administration);
        return await customs.CallAsync(
            options => customs.Declarations.SubmitDeclarationAsync(request, options), cancel: cancel);
    }

    public async Task BalanceIsAsync(string kg)
    {
        using var officer = club.SignedInAs("secretariat");
        await Testing.Eventually.HoldsAsync($"{kg} kg are left", async () =>
        {
            var quota = await officer.CallAsync(options => officer.Quotas.GetQuotaAsync(
                new GetQuotaRequest { OrderNumber = Order }, options), cancel: cancel);
            return quota.Quota.Accounts[0].Balance == kg;
        }, KnownWithin, cancel);
    }

    public async Task<GetDeclarationResponse> DecidedAgainAsync(DeclarationAnswer first, int revision)
    {
        using var customs = SystemOf(first.Administration);
        var found = new GetDeclarationResponse();
        await Testing.Eventually.HoldsAsync($"{first.Mrn} has revision {revision}", async () =>
        {
            found = await customs.CallAsync(options => customs.Declarations.GetDeclarationAsync(
                new GetDeclarationRequest { Mrn = first.Mrn }, options), cancel: cancel);
            return found.Answer.Revision == revision;
        }, KnownWithin, cancel);
        return found;
    }

    public async Task<CertificateChange> PreparesRevocationAsync(
        Certificate certificate, RevocationGround ground, string requestId = "")
    {
        using var officer = club.SignedInAs("secretariat");
        return (await officer.CallAsync(options => officer.Suppliers.PrepareRevocationAsync(
            new PrepareRevocationRequest
            {
                RequestId = requestId.Length == 0 ? NewId() : requestId,
                Certificate = certificate.Number,
                Ground = ground,
                EffectiveDay = "2027-02-01",
                Reason = "The assessment rested on a false assay",
            }, options), cancel: cancel)).Change;
    }

    /// <summary>It is prepared by one and approved by another, each sent twice; Declarations dies in between.</summary>
    public async Task RevokesTwiceAsync(Certificate certificate)
    {
        var id = NewId();
        var prepared = await PreparesRevocationAsync(certificate, RevocationGround.Fraud, id);
        Assert.Equal(prepared, await PreparesRevocationAsync(certificate, RevocationGround.Fraud, id));
        await Assert.ThrowsAsync<RpcException>(() => club.ApproveAsync(prepared, "secretariat", cancel));
        using var approver = club.SignedInAs("approver");
        var request = new ApproveChangeRequest { RequestId = NewId(), ChangeId = prepared.Id };
        var first = await ApproveAsync();
        var killed = club.Kill("declarations");
        Assert.Equal(first, await ApproveAsync());
        Assert.Equal(first.Certificate, await club.ApproveAsync(prepared, "approver", cancel));
        await club.UntilHealedAsync("declarations", killed, cancel);

        async Task<CertificateChange> ApproveAsync() => (await approver.CallAsync(
            options => approver.Suppliers.ApproveChangeAsync(request, options), cancel: cancel)).Change;
    }

    /// <summary>An officer opens the hearing on what is proposed.</summary>
    public async Task<Adjustment> HearsAsync(string person, DeclarationAnswer of)
    {
        using var officer = club.SignedInAs(person);
        var proposed = Assert.Single((await DecidedAgainAsync(of, 3)).Adjustments);
        await officer.CallAsync(options => officer.Adjustments.ReportAdjustmentAsync(new ReportAdjustmentRequest
        {
            RequestId = NewId(),
            Id = proposed.Id,
            Step = new AdjustmentStep { HearingOpened = new() { Day = proposed.ProposedOn } },
        }, options), cancel: cancel);
        return Assert.Single((await DecidedAgainAsync(of, 3)).Adjustments);
    }

    /// <summary>Fetches a receipt with all that checks it offline: a folder.</summary>
    public async Task<string> ReceiptAsync(DeclarationAnswer of, int revision)
    {
        var folder = Directory.CreateDirectory(Path.Combine(club.Folder, $"receipt-{revision}")).FullName;
        await DoneAsync("receipt", "get", of.Mrn, "--revision", $"{revision}", "--out", $"{folder}/receipt.json");
        await DoneAsync("receipt", "keys", "--out", $"{folder}/keys.json");
        await File.WriteAllTextAsync($"{folder}/tariff.json",
            (await DoneAsync("tariff", "export", "--on", of.AcceptanceDay, "--json")).Output, cancel);
        return folder;
    }

    /// <summary>Without a club the engine comes to a receipt's duty by the versions that it cites.</summary>
    public static async Task HoldsAsync(string folder, string duty)
    {
        string[] verify = ["receipt", "verify", $"{folder}/receipt.json", "--keys", $"{folder}/keys.json"];
        var run = await CommandLine.RunAsync([.. verify, "--tariff", $"{folder}/tariff.json"]);
        Assert.True(run.ExitCode == 0, $"{run}");
        var document = ReceiptDocument.Parser.ParseJson(await File.ReadAllTextAsync($"{folder}/receipt.json"));
        Assert.Equal(duty, SignedReceipts.Unproven(document.Receipt).Duty.Amount);
    }

    /// <summary>What is claimed of Japan's accounts, by month.</summary>
    public async Task<List<(string Month, decimal Claimed)>> AccountOfJapanAsync()
    {
        using var customs = SystemOf("JP");
        var accounts = await customs.CallAsync(options => customs.Declarations.GetAccountsAsync(
            new GetAccountsRequest { FromMonth = "2027-03", ToMonth = "2027-09" }, options), cancel: cancel);
        return [.. accounts.Accounts.Select(one => (one.Month, Number(one.Decided) + Number(one.Adjusted)))];

        static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
    }

    private async Task<CommandRun> DoneAsync(params string[] command)
    {
        var run = await club.CommandAsync(command);
        Assert.True(run.ExitCode == 0, $"{run}");
        return run;
    }

    private Client.ClubClient SystemOf(string administration) =>
        club.SignedInAs($"customs-{administration.ToLowerInvariant()}");

    private static SubmitDeclarationRequest Oxide(
        string administration, string netMassKg, string value, Certificate? certificate, bool quota, string day)
    {
        var request = ExampleDeclaration.Request(administration);
        var declaration = request.Declaration;
        (declaration.AcceptanceDay, declaration.DispatchCountry) = (day, "MY");
        var item = declaration.Items[0];
        declaration.Items.Clear();
        declaration.Items.Add(item);
        (item.GoodsCode, item.Origin, item.Facility) = ("28469020", "MY", certificate?.Facility ?? "");
        (item.NetMassKg, item.GrossMassKg) = (netMassKg, netMassKg);
        item.CustomsValue = new Money { Amount = value, Currency = "USD" };
        if (netMassKg == "1200")
        {
            item.ContainedShare = "0.995";
            item.Documents.Add(new Document { Code = "9CRA", Reference = "A-1" });
        }

        if (certificate is not null)
            item.Documents.Add(new Document { Code = "9CRM", Reference = certificate.Number });
        if (quota)
        {
            item.QuotaOrderNumber = Order;
            item.Requests.Add(certificate is null ? [Order] : [Order, "9CRM"]);
        }

        return request;
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
