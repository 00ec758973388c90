using System.CommandLine;
using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Commands;
using CrmClub.Cli.Output;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Demonstration;

/// <summary><c>demonstrate</c>: the club's main job, once, with every part taking part.</summary>
internal static class DemonstrateCommand
{
    public static Command Create() => new ClubCommand("demonstrate",
        "Does the club's main job once: a supplier is assessed and certified, a day of declarations is decided, the "
        + "certificate is revoked, and what relied on it is reassessed. May be repeated.",
        "crmclub demonstrate").Runs(RunAsync);

    private static async Task<int> RunAsync(Invocation invocation)
    {
        var steps = new Steps(invocation);
        var data = DemonstrationData.Find();
        using var supplying = new Supplying(invocation, data);
        using var trade = new DayOfTrade(invocation, data);
        using var reader = invocation.Club.Open(Identity.Reader);
        var today = LegalDay.Text(invocation.Club.Today(LegalDay.Secretariat));

        var zones = await steps.RunAsync("Members and tariff are in force", () => InForceAsync(invocation, reader));
        var facilities = await steps.RunAsync("Operators and facilities are registered", async () =>
        {
            var registered = await supplying.RegisterAsync();
            return (registered, string.Join(", ", registered.Select(f => f.Number)));
        });
        var assessment = await steps.RunAsync("A facility is assessed", async () =>
        {
            var concluded = await supplying.AssessAsync(facilities[0], today);
            return (concluded, $"{concluded.Number}, level {concluded.Level} by {concluded.Assessor}");
        });
        var certificate = await steps.RunAsync("A certificate is issued under four eyes", async () =>
        {
            var issued = await supplying.CertifyAsync(facilities[0], assessment, today);
            return (issued, $"{issued.Number}, level {issued.Level}, {issued.Facility}");
        });
        var declarations = trade.Read(certificate, zones);
        await steps.RunAsync("It is known where declarations are decided", async () =>
        {
            var relying = declarations.First(d => new Decided(d, new DeclarationAnswer()).Presents(certificate));
            await trade.WaitForAsync(certificate, relying);
            return (true, "");
        });
        var decided = await steps.RunAsync("A day of declarations is decided", async () =>
        {
            var answers = await trade.DeclareAsync(declarations);
            return (answers, $"{answers.Count} declarations, duty {Totals(answers)}");
        });
        var reassessment = new Reassessment(invocation, trade);
        var relying = decided.Where(d => d.ReliesOn(certificate)).ToList();
        var explained = await steps.RunAsync("One is explained in full", async () =>
        {
            var found = await reassessment.GetAsync(relying.Concat(decided).First(), revision: 1);
            return (found, found.Answer.Mrn);
        });
        await steps.RunAsync("The certificate is revoked: fraud", async () =>
        {
            var revoked = await supplying.RevokeAsync(certificate);
            return (revoked, $"does not count from {revoked.RevokedFrom} on");
        });
        var reassessed = await steps.RunAsync("What relied on it is reassessed", async () =>
        {
            var found = await reassessment.WaitAsync(relying);
            return (found, $"{found.Count} declarations at revision 2");
        });
        var faults = await steps.RunAsync("Revision 1 stands, nothing else was touched", async () =>
        {
            var found = await reassessment.FaultsAsync(decided, reassessed);
            return (Faults(decided, certificate, found), "");
        });
        Show(invocation, steps, explained, reassessed, faults);
        return faults.Count == 0 ? ExitCodes.Done : ExitCodes.No;
    }

    private static async Task<(IReadOnlyDictionary<string, string> Zones, string Found)> InForceAsync(
        Invocation invocation, ClubClient client)
    {
        var parties = await invocation.CallAsync(
            client, o => client.Membership.ListPartiesAsync(new ListPartiesRequest(), o));
        var members = parties.Parties.Where(p => p.Status == PartyStatus.Member).Select(p => p.Party.Code).ToList();
        var version = (await invocation.CallAsync(
            client, o => client.Tariffs.GetTariffVersionAsync(new GetTariffVersionRequest(), o))).Version;
        if (members.Count == 0) throw new CliException(ExitCodes.No, "The club has no member today.");
        await Waiting.ForAsync($"tariff {version.Number} known to Declarations", invocation.Within, async () =>
        {
            var info = await invocation.CallAsync(
                client, o => client.Declarations.GetServiceInfoAsync(new GetServiceInfoRequest(), o));
            return info.TariffVersion >= version.Number && info.RateSet > 0 ? info : null;
        }, invocation.Cancel);
        var zones = await LegalDays.ZonesAsync(invocation, client);
        return (zones, $"{string.Join(", ", members)}; tariff {version.Number} with {version.Measures} measures");
    }

    private static IReadOnlyList<string> Faults(
        IReadOnlyList<Decided> decided, Certificate certificate, IEnumerable<string> found)
    {
        var faults = Reassessment.FaultsOf(decided).Concat(found).ToList();
        faults.AddRange(decided.Where(d => d.Presents(certificate) != d.ReliesOn(certificate))
            .Select(d => $"{d.Answer.Mrn}: presents the certificate, but was not decided by it"));
        faults.AddRange(decided.Where(d => d.Answer.Revision != 1 || d.Answer.Replayed)
            .Select(d => $"{d.Answer.Mrn}: was not decided for the first time"));
        if (!decided.Any(d => d.ReliesOn(certificate))) faults.Add("No declaration relied on the certificate");
        return faults;
    }

    private static string Totals(IEnumerable<Decided> decided) => string.Join(", ", decided
        .GroupBy(d => d.Answer.Duty.Currency)
        .Select(g => (Currency: g.Key, Sum: g.Sum(d => Reassessment.Amount(d.Answer.Duty))))
        .Select(g => Figures.Of(new() { Amount = $"{g.Sum}", Currency = g.Currency })));

    private static void Show(Invocation invocation, Steps steps, GetDeclarationResponse explained,
        IReadOnlyList<Reassessed> reassessed, IReadOnlyList<string> faults)
    {
        foreach (var fault in faults) Failures.Say(fault, "");
        if (invocation.Json)
        {
            invocation.Out.Values(new
            {
                done = faults.Count == 0,
                seconds = Math.Round(steps.Seconds, 3),
                steps = steps.Document,
                explained = explained.Answer.Mrn,
                reassessed = reassessed.Select(r => new
                {
                    mrn = r.First.Answer.Mrn,
                    before = Figures.Of(r.First.Answer.Duty),
                    after = Figures.Of(r.Second.Duty),
                    difference = Figures.Of(r.Adjustment.Difference),
                }),
                faults,
            });
            return;
        }
        var output = invocation.Out;
        output.Line();
        DerivationText.Write(output, explained.Answer, explained.Declaration);
        output.Line();
        output.Table(["reassessed", "revision 1", "revision 2", "additional duty"], [.. reassessed.Select(r => new[]
        {
            r.First.Answer.Mrn, Figures.Of(r.First.Answer.Duty), Figures.Of(r.Second.Duty),
            Figures.Of(r.Adjustment.Difference),
        })], 1, 2, 3);
        output.Line();
        var verdict = faults.Count == 0 ? output.Good("All as it should be") : output.Bad($"{faults.Count} faults");
        output.Line($"{verdict}, in {steps.Seconds:0.0} s.");
    }
}
