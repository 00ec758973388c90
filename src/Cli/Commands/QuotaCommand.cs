using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Cli.Commands;

/// <summary><c>quota allocate FILE</c>: one day's allocation from balance and requests.</summary>
internal static class QuotaCommand
{
    private static readonly Argument<string> File = new("FILE")
    {
        Description = "A quota's balance and a day's requests; - is standard input",
    };

    private static readonly Option<string?> Tariff = new("--tariff")
    {
        Description = "A tariff document: duty and security of requests with their goods",
        HelpName = "FILE",
    };

    public static Command Create() => new Command("quota", "What tariff quotas give.").With(
        new ClubCommand("allocate",
            "Allocates one day's requests: in full, or each the same proportion, cut to the kg. Needs no club.",
            "crmclub quota allocate data/examples/quota-day.json --tariff data/examples/tariff.json")
            .With(File, Tariff).Runs(Allocate),
        QuotaLedger.List(), QuotaLedger.Show(), QuotaLedger.Change("block", QuotaState.Blocked,
            "Holds requests for a quota: they are accepted, and none is allocated."),
        QuotaLedger.Change("suspend", QuotaState.Suspended, "Refuses new requests for a quota."),
        QuotaLedger.Change("open", QuotaState.Unspecified, "Opens a quota that was blocked or suspended."));

    private static int Allocate(Invocation invocation)
    {
        var day = Documents.One(invocation.Get(File)!).Read<QuotaDay>();
        var faults = new List<Violation>();
        QuotaAllocations.Check(day, faults);
        if (invocation.Get(Tariff) is null)
            faults.AddRange(day.Requests.Index().Where(one => one.Item.Consignment is not null).Select(NoTariff));
        if (faults.Count > 0) throw new StrictJsonException(faults);
        var allocation = invocation.Get(Tariff) is { } tariff
            ? QuotaAllocations.Answer(day, OfflineDuty.From(Documents.One(tariff), invocation).Answer)
            : QuotaAllocations.Answer(day, _ => throw new InvalidOperationException("There are no goods."));
        if (invocation.Json) invocation.Out.Document(allocation);
        else Write(invocation, allocation);
        return ExitCodes.Done;
    }

    private static Violation NoTariff((int Index, QuotaRequest Item) request) => new()
    {
        Field = $"requests[{request.Index}].consignment",
        Rule = "TARIFF",
        Value = request.Item.Reference,
        Accepted = "a tariff document, by --tariff",
        Message = "Duty and security can't be computed without a tariff.",
    };

    private static void Write(Invocation invocation, QuotaAllocation allocation)
    {
        var unit = allocation.Unit;
        invocation.Out.Line($"{allocation.OrderNumber} on {allocation.Day}, allocated from {allocation.AllocatedFrom} "
            + $"on: {allocation.Allocated} of {allocation.Requested} {unit}");
        foreach (var drawing in allocation.Drawings)
        {
            invocation.Out.Line($"  {drawing.Reference,-24} {drawing.Allocated,12} of {drawing.Requested} {unit}");
            if (drawing.Duty is null) continue;
            var secured = drawing.Security is null ? ""
                : $"; of {Text(drawing.Security)} secured {Text(drawing.Released)} are released";
            invocation.Out.Line($"    charged {Text(drawing.Charged)}, now {Text(drawing.Duty)}{secured}");
        }

        invocation.Out.Line($"  left {allocation.Balance} {unit}");
        foreach (var other in allocation.TakesFrom)
            invocation.Out.Line($"  left of {other.OrderNumber}: {other.Balance} {unit}");
        invocation.Out.Line($"  {Text(allocation.CriticalBefore, "was")}, {Text(allocation.CriticalAfter, "is")}");
    }

    private static string Text(Money money) => $"{money.Amount} {money.Currency}";

    private static string Text(QuotaCriticality critical, string verb) => critical switch
    {
        QuotaCriticality.Used => $"{verb} critical by its use",
        QuotaCriticality.NoEquivalent => $"{verb} critical as there was no equivalent quota before",
        QuotaCriticality.ShortPeriod => $"{verb} critical as it is open for less than three months",
        _ => $"{verb} not critical",
    };
}
