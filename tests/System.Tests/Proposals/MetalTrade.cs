using System.Globalization;
using System.Text.Json;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Proposals;

/// <summary>What people and customs systems do while the duty on two metals from China is raised, each as themselves
/// and through the gateway.</summary>
internal sealed class MetalTrade(ClubUnderTest club, CancellationToken cancel)
{
    /// <summary>Of rare-earth metals: the base duty.</summary>
    public const string BaseDuty = "M-0003";

    /// <summary>Of neodymium and praseodymium metal: the price floor.</summary>
    public const string Floor = "M-0071";

    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(15);

    public async Task ItIsAsync(string day)
    {
        await DoneAsync("club", "move-clock", day);
        // Each service looks at its clock by itself.
        using var officer = club.SignedInAs("secretariat");
        using var customs = club.SignedInAs("customs-de");
        var declared = Metals("DE", day);
        declared.ValidateOnly = true;
        var question = new OpenBallotRequest
        {
            RequestId = NewId(),
            ValidateOnly = true,
            Subject = VotingSubject.Procedure,
            Title = "Which day is it?",
        };
        var before = DateOnly.Parse(day, CultureInfo.InvariantCulture).AddDays(-1);
        await Testing.Eventually.HoldsAsync($"it is {day}", async () =>
        {
            await customs.CallAsync(
                options => customs.Declarations.SubmitDeclarationAsync(declared, options), cancel: cancel);
            var ballot = await officer.CallAsync(
                options => officer.Voting.OpenBallotAsync(question, options), cancel: cancel);
            // What counts from a day that has passed needs a cause.
            return ballot.Ballot.OpenedOn == day && !(await RulesFromAsync(day)).Contains("CAUSE")
                && (await RulesFromAsync(before.ToString("O", CultureInfo.InvariantCulture))).Contains("CAUSE");
        }, KnownWithin, cancel);

        async Task<IEnumerable<string>> RulesFromAsync(string from)
        {
            var content = Amended("27.5 %", "130");
            content.EffectiveOn = from;
            var request = new DraftProposalRequest { RequestId = NewId(), ValidateOnly = true, Content = content };
            return (await officer.CallAsync(options => officer.Proposals.DraftProposalAsync(request, options),
                cancel: cancel)).Check.Faults.Select(fault => fault.Rule);
        }
    }

    /// <summary>The rates of May and June 2027, test data; the yen's weekly one stays the same.</summary>
    public Task RatesAreRecordedAsync()
    {
        var firstWeek = new DateOnly(2027, 5, 9);
        return club.RecordAsync(
            [
                Rates.Of("EU-MONTHLY", "EUR", "USD", "1.1250", "2027-05-01", "2027-06-01"),
                Rates.Of("EU-MONTHLY", "EUR", "USD", "1.1310", "2027-06-01", "2027-07-01"),
                .. Enumerable.Range(0, 4).Select(week => Rates.Of(
                    "JP-WEEKLY", "USD", "JPY", "148.27", $"{firstWeek.AddDays(7 * week):yyyy-MM-dd}",
                    $"{firstWeek.AddDays(7 * week + 7):yyyy-MM-dd}")),
            ],
            cancel);
    }

    /// <summary>Both measures worded otherwise.</summary>
    public static ProposalContent Amended(string duty, string floor)
    {
        var content = new ProposalContent
        {
            Title = "Metals of rare earths",
            Reason = "Imports below cost have doubled.",
            LegalBase = "Decision of the members on Annex II, Parts A and D",
            EffectiveOn = "2027-06-01",
        };
        content.Amendments.Add(new MeasureAmendment { Id = BaseDuty, Measure = Duty(duty) });
        content.Amendments.Add(new MeasureAmendment { Id = Floor, Measure = FloorOf(floor) });
        return content;
    }

    /// <summary>The same measures beside the old ones, which don't end.</summary>
    public static ProposalContent Added(string duty, string floor)
    {
        var content = Amended(duty, floor);
        content.Additions.Add(content.Amendments.Select(one => one.Measure));
        content.Amendments.Clear();
        return content;
    }

    public async Task<DraftProposalResponse> DraftsAsync(ProposalContent content)
    {
        using var officer = club.SignedInAs("secretariat");
        return await officer.CallAsync(options => officer.Proposals.DraftProposalAsync(
            new DraftProposalRequest { RequestId = NewId(), Content = content }, options), cancel: cancel);
    }

    public async Task<ReviseProposalResponse> RevisesAsync(Proposal known, ProposalContent content)
    {
        using var officer = club.SignedInAs("secretariat");
        return await officer.CallAsync(options => officer.Proposals.ReviseProposalAsync(new ReviseProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
            Content = content,
        }, options), cancel: cancel);
    }

    public async Task<Proposal> SubmitsAsync(Proposal known)
    {
        using var officer = club.SignedInAs("secretariat");
        return (await officer.CallAsync(options => officer.Proposals.SubmitProposalAsync(new SubmitProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
        }, options), cancel: cancel)).Proposal;
    }

    public async Task<Proposal> ApprovesAsync(Proposal known, string person = "approver")
    {
        using var approver = club.SignedInAs(person);
        return (await approver.CallAsync(options => approver.Proposals.ApproveProposalAsync(new ApproveProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
        }, options), cancel: cancel)).Proposal;
    }

    public async Task<TariffVersion> PublishesAsync(Proposal adopted)
    {
        using var approver = club.SignedInAs("approver");
        return (await approver.CallAsync(options => approver.Proposals.PublishProposalAsync(new PublishProposalRequest
        {
            RequestId = NewId(),
            Number = adopted.Number,
            KnownRevision = adopted.Revision,
        }, options), cancel: cancel)).Version;
    }

    /// <summary>The two metals from China, declared as soon as Declarations knows what they bear.</summary>
    public async Task<DeclarationAnswer> DeclaresAsync(string administration, string day, string duty)
    {
        using var customs = SystemOf(administration);
        var request = Metals(administration, day);
        await Testing.Eventually.HoldsAsync($"{administration} charges {duty} on {day}", async () =>
        {
            request.ValidateOnly = true;
            if ((await SubmitAsync()).Duty.Amount != duty)
                return false;
            request.ValidateOnly = false;
            return true;
        }, KnownWithin, cancel);
        return await SubmitAsync();

        async Task<DeclarationAnswer> SubmitAsync() => (await customs.CallAsync(
            options => customs.Declarations.SubmitDeclarationAsync(request, options), cancel: cancel)).Answer;
    }

    /// <summary>Many declarations of a day, of four administrations and other values each.</summary>
    public async Task<List<Declaration>> DeclareManyAsync(string day, int count, int seed)
    {
        var random = new Random(seed);
        var declared = new List<Declaration>();
        string[] origins = ["CN", "VN", "AU", "BR"], codes = ["28053010", "28053020", "28053030", "28469010"];
        foreach (var (_, administration) in Enumerable.Range(0, count).SelectMany(_ => ClubUnderTest.CustomsSystems))
        {
            var request = Metals(administration, day);
            foreach (var item in request.Declaration.Items)
            {
                (item.Origin, item.GoodsCode) = (origins[random.Next(4)], codes[random.Next(4)]);
                item.NetMassKg = item.GrossMassKg = $"{random.Next(1, 3_000)}.{random.Next(10)}";
                item.CustomsValue.Amount = $"{random.Next(1, 400_000)}.{random.Next(10, 99)}";
            }

            using var customs = SystemOf(administration);
            await customs.CallAsync(
                options => customs.Declarations.SubmitDeclarationAsync(request, options), cancel: cancel);
            declared.Add(request.Declaration);
        }

        return declared;
    }

    /// <summary>A simulation by the command, waited for.</summary>
    public async Task<Simulation> SimulatesAsync(int proposal, string from, string to) =>
        Simulation.Parser.ParseJson((await DoneAsync(
            "proposal", "simulate", $"{proposal}", "--from", from, "--to", to, "--wait", "--json")).Output);

    /// <summary>The same items by the documents of both tariffs and without the club: each item's duties.</summary>
    public async Task<List<(decimal Before, decimal After)>> CalculatesAsync(
        int proposal, string day, IEnumerable<Declaration> declared)
    {
        var folder = Directory.CreateTempSubdirectory("crmclub-simulation-").FullName;
        var (before, after) = (Path.Combine(folder, "without.json"), Path.Combine(folder, "with.json"));
        var items = Path.Combine(folder, "items.jsonl");
        try
        {
            await File.WriteAllTextAsync(
                before, (await DoneAsync("tariff", "export", "--on", day, "--json")).Output, cancel);
            await DoneAsync("proposal", "simulation", $"{proposal}", "--document", after, "--on", day, "--json");
            await File.WriteAllLinesAsync(items, declared.SelectMany(one => one.Items.Select(
                item => $"{new Consignment
                {
                    Administration = one.Administration,
                    AcceptanceDay = one.AcceptanceDay,
                    Item = item,
                }}")), cancel);
            return [.. (await DutiesAsync(before, items)).Zip(await DutiesAsync(after, items))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>By what the duty on both metals differs between two days, summed up by cause.</summary>
    public async Task<List<(DutyCause Cause, decimal Amount)>> ComparesAsync(
        string administration, string day, string otherDay)
    {
        using var officer = club.SignedInAs("secretariat");
        var differences = new List<DutyDifference>();
        foreach (var item in Metals(administration, day).Declaration.Items)
            differences.AddRange((await officer.CallAsync(options => officer.Tariffs.CompareDutiesAsync(
                new CompareDutiesRequest { Before = On(item, day), After = On(item, otherDay) }, options),
                cancel: cancel)).Comparison.Differences);
        return [.. differences.GroupBy(one => Assert.Single(one.Causes), one => Number(one.Amount))
            .Select(one => (one.Key, one.Sum())).OrderBy(one => one.Key)];

        AskedDuty On(GoodsItem item, string acceptance) => new()
        {
            Consignment = new() { Administration = administration, AcceptanceDay = acceptance, Item = item },
        };
    }

    /// <summary>Number of the version that decides on a day, as known at an instant.</summary>
    public async Task<int> VersionAsync(string day, Google.Protobuf.WellKnownTypes.Timestamp? knownAt = null)
    {
        using var officer = club.SignedInAs("secretariat");
        return (await officer.CallAsync(options => officer.Tariffs.GetTariffVersionAsync(
            new GetTariffVersionRequest { AsOf = day, KnownAt = knownAt }, options), cancel: cancel)).Version.Number;
    }

    /// <summary>How a measure is worded on a day.</summary>
    public async Task<string> WordingAsync(string measure, string day, params string[] options)
    {
        var run = await DoneAsync(["tariff", "show", measure, "--on", day, "--json", .. options]);
        using var answer = JsonDocument.Parse(run.Output);
        return answer.RootElement.GetProperty("measures")[0].GetProperty("expression").GetString()!;
    }

    /// <summary>The notice of a version is published, with its hash.</summary>
    public async Task MadeKnownAsync(TariffVersion version, string day)
    {
        using var officer = club.SignedInAs("secretariat");
        await Testing.Eventually.HoldsAsync("the version's notice is published", async () =>
        {
            var notices = await officer.CallAsync(options => officer.Notices.ListNoticesAsync(
                new ListNoticesRequest { Kind = NoticeKind.Tariff, PageSize = 100 }, options), cancel: cancel);
            return notices.Notices.Any(one => one.TariffVersion == version.Number && one.PublishedOn == day
                && one.TextEn.Contains(version.Hash, StringComparison.Ordinal));
        }, KnownWithin, cancel);
    }

    public async Task<CommandRun> DoneAsync(params string[] command)
    {
        var run = await club.CommandAsync(command);
        Assert.True(run.ExitCode == 0, $"{run}");
        return run;
    }

    public static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private async Task<IEnumerable<decimal>> DutiesAsync(string tariff, string items) =>
        (await DoneAsync("duty", "--tariff", tariff, "--batch", items, "--json")).Lines
            .Select(line => Number(DutyAnswer.Parser.ParseJson(line).Duty.Amount));

    private Client.ClubClient SystemOf(string administration) =>
        club.SignedInAs($"customs-{administration.ToLowerInvariant()}");

    private static SubmitDeclarationRequest Metals(string administration, string day)
    {
        var request = ExampleDeclaration.Request(administration);
        request.Declaration.AcceptanceDay = day;
        return request;
    }

    private static Measure Duty(string expression) => new()
    {
        Type = MeasureType.Base,
        GoodsCode = "280530",
        Origin = "ALL",
        ExcludedOrigins = { "CLUB" },
        Expression = expression,
    };

    private static Measure FloorOf(string price) => new()
    {
        Type = MeasureType.PriceFloor,
        GoodsCode = "28053010",
        Origin = "ALL",
        ExcludedOrigins = { "CLUB" },
        Expression = $"FLOOR {price} USD / kg NdPr",
    };

    private static string NewId() => Guid.CreateVersion7().ToString();
}
