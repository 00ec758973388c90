using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Adjustments;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using static CrmClub.Declarations.Tests.AdjustmentSteps;
using static CrmClub.Declarations.Tests.Reports;

namespace CrmClub.Declarations.Tests;

/// <summary>The life of an adjustment beside a plain model of it, on random steps and days.</summary>
public sealed class AdjustmentModelTests(Servers servers)
{
    private static readonly DateOnly Proposed = new(2027, 9, 20);
    private static readonly DateOnly Acceptance = new(2027, 3, 8);

    /// <summary>What an officer's list would say: written down once more, without the contract's types.</summary>
    private sealed class Model(decimal difference)
    {
        private DateOnly _last = Proposed;
        private DateOnly? _opened;
        private DateOnly? _until;
        private DateOnly? _appealed;
        private int _stopped;
        private bool _fraud;

        public string State { get; private set; } = "proposed";

        public DateOnly Bar => Acceptance.AddYears(_fraud ? 5 : 3).AddDays(_stopped);

        public decimal Collected { get; private set; }

        public decimal TakenBack => State == "dropped" ? -difference : 0;

        public bool IsHeard { get; private set; }

        /// <summary>Whether the step is taken; then it is.</summary>
        public bool Take(string step, DateOnly day, DateOnly today)
        {
            if (day > today || day < _last || !MayTake(step, day, today))
                return false;
            _last = day;
            switch (step)
            {
                case "open":
                    (_opened, _until) = (day, day.AddDays(30));
                    _stopped += 30;
                    break;
                case "hear":
                    IsHeard = true;
                    State = "heard";
                    _stopped -= _until!.Value.DayNumber - day.DayNumber;
                    break;
                case "fraud":
                    _fraud = true;
                    break;
                case "notify":
                    State = "notified";
                    break;
                case "appeal":
                    _appealed = day;
                    break;
                case "uphold" or "reject":
                    _stopped += day.DayNumber - _appealed!.Value.DayNumber;
                    _appealed = null;
                    State = step == "uphold" ? "dropped" : State;
                    break;
                case "settle":
                    State = "settled";
                    Collected = difference;
                    break;
                case "drop":
                    State = "dropped";
                    break;
            }

            return true;
        }

        private bool MayTake(string step, DateOnly day, DateOnly today)
        {
            var open = State is "proposed" or "heard";
            return step switch
            {
                "open" => open && difference > 0 && _opened is null && day <= Bar,
                "hear" => open && _opened is not null && !IsHeard && day <= _until,
                "fraud" => open && difference > 0 && !_fraud,
                "notify" => open && day <= Bar
                    && (difference < 0 || IsHeard || (_opened is not null && day > _until && today > _until)),
                "appeal" => State is "notified" or "settled" && _appealed is null,
                "uphold" or "reject" => _appealed is not null,
                "settle" => State == "notified",
                "drop" => open || (State == "notified" && _appealed is null),
                _ => false,
            };
        }
    }

    private static readonly ErrorReason[] Refusals = [ErrorReason.StateForbids, ErrorReason.ValidationFailed];

    private static readonly string[] Steps =
        ["open", "open", "hear", "fraud", "notify", "notify", "appeal", "uphold", "reject", "settle", "drop"];

    [Theory]
    [InlineData("100.00", 1)]
    [InlineData("100.00", 2)]
    [InlineData("-100.00", 3)]
    public void Life_RandomSteps_IsAsTheModelSays(string difference, int seed)
    {
        var random = new Random(seed);
        var (taken, ends) = (0, new HashSet<string>());
        for (var run = 0; run < 2000; run++)
        {
            var model = new Model(decimal.Parse(difference));
            var life = new AdjustmentLife(
                new Adjustment
                {
                    Difference = Eur(difference),
                    TimeBar = Wire.Day(Acceptance.AddYears(3)),
                    ProposedOn = Wire.Day(Proposed),
                },
                []);
            var today = Proposed;
            for (var count = 0; count < 12; count++)
            {
                today = today.AddDays(random.Next(10) == 0 ? random.Next(1500) : random.Next(20));
                var step = Steps[random.Next(Steps.Length)];
                var day = today.AddDays(-random.Next(3));
                var next = Try(life, StepOf(step, day, difference), today);
                Assert.True(model.Take(step, day, today) == next is not null, $"seed {seed} run {run} {count}: {step}");
                taken += next is null ? 0 : 1;
                life = next ?? life;
                var shown = life.On(today);
                Assert.Equal(model.Bar, Wire.ParseDay(shown.TimeBar));
                Assert.Equal(shown.Barred, model.State is "proposed" or "heard" && today > model.Bar);
                Assert.Equal(model.State == "proposed" && shown.HearingUntil.Length > 0
                    && today > Wire.ParseDay(shown.HearingUntil) ? "heard" : model.State,
                    shown.State.ToString().ToLowerInvariant());
            }

            ends.Add(model.State);
        }

        Assert.InRange(taken, 2000, 24000);
        Assert.True(ends.Count > 3, string.Join(", ", ends));
    }

    /// <summary>The same through the service: accounts explained, each step told once, nothing twice.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Accounts_AfterRandomSteps_AreWhatTheModelsSay(int seed)
    {
        await using var service = await TestService.FoundAsync(servers.Postgres);
        var random = new Random(seed);
        const int Count = 12;
        for (var number = 0; number < Count; number++)
            await service.SubmitAsync(World.Dysprosium("DE", $"L-{number}", "254", "76200.00"));
        await service.RevokeAsync(World.Revoked("2027-02-01"));
        await service.ReassessAllAsync();
        var adjustments = (await service.AdjustmentsAsync(new(), TestService.German)).Adjustments;
        var models = adjustments.ToDictionary(one => one.Id, _ => new Model(6773.34m));
        var today = Proposed;
        var steps = 0;
        for (var turn = 0; turn < 150; turn++)
        {
            service.Clock.Day = today = today.AddDays(random.Next(2));
            var (id, step) = (adjustments[random.Next(Count)].Id, Steps[random.Next(Steps.Length)]);
            var day = today.AddDays(-random.Next(2));
            var request = Guid.NewGuid();
            var took = false;
            // Sent twice, as by a client that heard nothing.
            for (var time = 0; time < 2; time++)
            {
                try
                {
                    await service.ReportAsync(id, StepOf(step, day, "6773.34"), requestId: request);
                    took = true;
                }
                catch (ClubException refusal)
                {
                    Assert.Contains(refusal.Reason, Refusals);
                    Assert.False(took);
                }
            }

            Assert.Equal(models[id].Take(step, day, today), took);
            steps += took ? 1 : 0;
        }

        Assert.Equal(steps, await service.CountAsync("adjustment_report"));
        var accounts = (await service.AccountsAsync(TestService.German)).Accounts;
        Assert.Equal(models.Values.Sum(one => one.Collected), accounts.Sum(one => decimal.Parse(one.Collected)));
        Assert.Equal(models.Values.Sum(one => one.TakenBack), accounts.Sum(one => decimal.Parse(one.Dropped)));
        // What was decided and adjusted stays the sum of the newest duties, whatever is claimed of it.
        var page = await service.ListAsync(new ListDeclarationsRequest { PageSize = 500 }, TestService.German);
        Assert.Equal(
            page.Declarations.Sum(one => decimal.Parse(one.Duty.Amount)),
            accounts.Sum(one => decimal.Parse(one.Decided) + decimal.Parse(one.Adjusted)));
        foreach (var adjustment in adjustments)
        {
            Assert.Equal(19191.11m + models[adjustment.Id].TakenBack,
                decimal.Parse((await service.GetAsync(adjustment.Mrn)).Claimed.Amount));
        }

        await service.SoundAsync();
    }

    private static AdjustmentLife? Try(AdjustmentLife life, AdjustmentStep step, DateOnly today)
    {
        if (!life.AllowedOn(today, isInvalidated: false).Contains(step.KindCase))
            return null;
        var policy = World.Membership().Administration("DE")!.PolicyOn(Acceptance)!;
        var faults = new Violations();
        AdjustmentRules.CheckBeside(step, life, policy, today, faults);
        var complete = AdjustmentRules.Complete(step, policy, faults);
        return faults.Count > 0 ? null : life with
        {
            Reports =
            [
                .. life.Reports, new AdjustmentReport
                {
                    Step = complete,
                    State = life.After(complete),
                    TimeBar = Wire.Day(life.TimeBarAfter(complete, AdjustmentRules.FraudYears(policy), Acceptance)),
                },
            ],
        };
    }

    private static AdjustmentStep StepOf(string step, DateOnly on, string amount)
    {
        var day = Wire.Day(on);
        return step switch
        {
            "open" => HearingOpened(day),
            "hear" => Heard(day),
            "fraud" => Fraud(day),
            "notify" => Notified(day),
            "appeal" => Appealed(day),
            "uphold" => Decided(day, AppealOutcome.Upheld),
            "reject" => Decided(day, AppealOutcome.Rejected),
            "settle" => Settled(day, amount),
            _ => Dropped(day),
        };
    }
}
