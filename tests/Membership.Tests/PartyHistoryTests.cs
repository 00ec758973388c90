using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Parties;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Membership.Tests;

public sealed class PartyHistoryTests
{
    private const int Histories = 1000;
    private const int Steps = 50;
    private const int DaysMax = 240;
    private static readonly int[] Months = [0, 1, 3];
    private static readonly DateTime Recorded = new(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly PartyStep[] Kinds =
    [
        PartyStep.Application, PartyStep.Admission, PartyStep.Refusal, PartyStep.Suspension, PartyStep.Lifting,
        PartyStep.Withdrawal,
    ];

    [Fact]
    public void Status_OfRandomHistories_AgreesWithTheModelOnEveryDayAndEveryKnownAt()
    {
        var first = int.Parse(Environment.GetEnvironmentVariable("CRMCLUB_SEED") ?? "1");
        for (var seed = first; seed < first + Histories; seed++)
            Compare(seed);
    }

    private static void Compare(int seed)
    {
        var random = new Random(seed);
        var founded = random.Next(4) == 0 ? 3 : -1;
        var model = new PartyModel(founded, Months);
        var party = new Party { Code = "AU" };
        if (founded >= 0)
            party.Statuses.Add(new PartyStatusRow
            {
                Status = PartyStatus.Member,
                ValidFrom = LegalDays.Write(PartyModel.Day(founded)),
                RecordedAt = Timestamp.FromDateTime(Recorded.AddDays(-1)),
            });

        for (var step = 0; step < Steps; step++)
            party = Take(party, model, random, seed);

        var view = new PartyView(party);
        for (var known = 0; known <= model.Count; known++)
        {
            var at = known == 0 ? Recorded.AddTicks(-1) : party.Decisions[known - 1].RecordedAt.ToDateTime();
            for (var number = -2; number < DaysMax + 130; number++)
            {
                var day = PartyModel.Day(number);
                if (model.On(day, known) != view.StatusOn(day, at))
                    Assert.Fail($"Seed {seed}, {day:O}, {known} decisions known: {view.StatusOn(day, at)}, and by the "
                        + $"model {model.On(day, known)}. {string.Join("; ", party.Decisions)}");
            }
        }
    }

    private static Party Take(Party party, PartyModel model, Random random, int seed)
    {
        // Mostly onwards in time, so that lives become long; now and then back, which is refused or fits in between.
        var newest = party.Decisions.Count == 0 ? 0 : party.Decisions.Max(
            decision => LegalDays.Read(decision.EffectiveOn).DayNumber - PartyModel.Day(0).DayNumber);
        var day = Math.Clamp(newest + random.Next(-4, 12), 0, DaysMax);
        var decision = new PartyDecision { Step = Kinds[random.Next(Kinds.Length)] };
        if (random.Next(5) == 0 && model.Correctable(random.Next(100)) is { } corrected)
        {
            decision.Step = PartyStep.Correction;
            decision.Corrects = corrected.Number;
            decision.OldEffectiveOn = LegalDays.Write(corrected.Day);
            day = Math.Clamp(
                corrected.Day.DayNumber - PartyModel.Day(0).DayNumber + random.Next(-9, 10), 0, DaysMax);
        }

        decision.EffectiveOn = LegalDays.Write(PartyModel.Day(day));
        if (decision.Step == PartyStep.Admission)
            decision.PhaseIn.Add(Months.Select((months, place) =>
                new PhaseInStep { MonthsAfter = months, SharePercent = place == Months.Length - 1 ? "0" : "50" }));

        var accepted = model.TryTake(decision.Step, day, decision.Corrects);
        try
        {
            party = PartySteps.After(party, decision, Timestamp.FromDateTime(Recorded));
            Assert.True(accepted, $"Seed {seed}: {decision} is forbidden by the model.");
        }
        catch (StepForbidden forbidden)
        {
            Assert.False(accepted, $"Seed {seed}: {forbidden.Message} The model allows it.");
        }

        return party;
    }
}
