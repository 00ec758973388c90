using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Declarations.Reassessment;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Declarations.Tests;

/// <summary>A step in a party's life that changes days past: what was accepted on them is decided again.</summary>
public sealed class PartyStepTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("2027-05-01", "2027-06-15", "150000.00", "200000.00", "50000.00")]
    [InlineData("2027-06-15", "2027-05-01", "200000.00", "150000.00", "-50000.00")]
    public async Task Correct_ToldTwice_WhatLiesBetweenTheDaysOnceEach(
        string old, string corrected, string before, string after, string difference)
    {
        await _service.DecideAsync(Admitted(old), 2);
        var between = await _service.SubmitAsync(World.Oxide("L-1", "2027-05-31"));
        var last = await _service.SubmitAsync(World.Oxide("L-2", "2027-06-14"));
        string[] untouched =
        [
            Mrn(await _service.SubmitAsync(World.Oxide("L-3", "2027-06-15"))),
            Mrn(await _service.SubmitAsync(World.Oxide("L-4", "2027-03-31"))),
            Mrn(await _service.SubmitAsync(World.Oxide("L-5", "2027-05-31", "MY"))),
            Mrn(await _service.SubmitAsync(World.Metals("JP", "L-6", "2027-05-31"))),
        ];
        var sum = await DutyAsync();

        for (var told = 0; told < 2; told++)
        {
            await _service.DecideAsync(Corrected(old, corrected), 3);
            await _service.ReassessAllAsync();
        }

        foreach (var one in new[] { between, last })
        {
            var answer = await _service.GetAsync(Mrn(one));
            Assert.Equal((before, after), (one.Revision.Decision.Duty, answer.Answer.Duty.Amount));
            Assert.Equal((2, 3L), (answer.Answer.Revision, answer.Answer.Versions.MembershipSeq));
            Assert.Equal(
                $"decision 3 on AU: admission counts from {corrected} instead of {old}", answer.Answer.Cause);
            Assert.Equal(difference, Assert.Single(answer.Adjustments).Difference.Amount);
        }

        foreach (var mrn in untouched)
            Assert.Single((await _service.GetAsync(mrn)).Revisions);
        Assert.Equal(2 * decimal.Parse(difference, CultureInfo.InvariantCulture), await DutyAsync() - sum);
        Assert.Equal(2, await _service.CountAsync("adjustment"));
        Assert.All(await _service.AuditAsync(), Assert.Null);
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Fact]
    public async Task Suspend_FromTheSameDay_WhatWasAcceptedBeforeItWasKnown()
    {
        var mine = await _service.SubmitAsync(World.Oxide("L-1", "2027-06-01", "JP"));
        var before = await _service.SubmitAsync(World.Oxide("L-2", "2027-05-31", "JP"));
        // What its own administration took in is looked at, and bears the same duty.
        var taken = await _service.SubmitAsync(World.Metals("JP", "L-3", "2027-06-01"));

        await _service.DecideAsync(Suspended("2027-06-01"), 2);
        await _service.ReassessAllAsync();

        var answer = await _service.GetAsync(Mrn(mine));
        Assert.Equal(("200000.00", "decision 1 on JP: suspension from 2027-06-01"),
            (answer.Answer.Duty.Amount, answer.Answer.Cause));
        Assert.Single((await _service.GetAsync(Mrn(before))).Revisions);
        Assert.Single((await _service.GetAsync(Mrn(taken))).Revisions);
    }

    [Fact]
    public async Task Correct_AndRevoke_EachCauseIsAnAdjustmentOfItsOwn()
    {
        await _service.DecideAsync(Admitted("2027-05-01"), 2);
        var declaration = World.Oxide("L-1", "2027-05-31");
        var second = World.Dysprosium("DE", "", "254", "76200.00").Items[0];
        second.Number = 2;
        second.CustomsValue.Currency = "EUR";
        declaration.Items.Add(second);
        var submitted = await _service.SubmitAsync(declaration);

        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.DecideAsync(Corrected("2027-05-01", "2027-06-15"), 3);
        await _service.ReassessAllAsync();

        var answer = await _service.GetAsync(Mrn(submitted));
        Assert.Equal((3, 2), (answer.Answer.Revision, answer.Adjustments.Count));
        Assert.Equal("7620.00", answer.Adjustments[0].Difference.Amount);
        Assert.Equal("50000.00", answer.Adjustments[1].Difference.Amount);
        Assert.Equal(2, answer.Answer.Versions.Certificates.Single().Version);
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Fact]
    public async Task Correct_Twice_EachDiffersByWhatItChanged()
    {
        await _service.DecideAsync(Admitted("2027-05-01"), 2);
        var submitted = await _service.SubmitAsync(World.Oxide("L-1", "2027-05-31"));
        var again = Corrected("2027-05-01", "2027-06-15");
        again.Statuses.Add(Row(PartyStatus.Acceding, "2027-05-20", Known(4), to: "2030-05-01"));
        again.PhaseIn.Add(Share("75", "2027-05-20", Known(4)));
        var correction = Decision(4, PartyStep.Correction, "2027-05-20");
        (correction.Corrects, correction.OldEffectiveOn) = (2, "2027-06-15");
        again.Decisions.Add(correction);

        await _service.DecideAsync(Corrected("2027-05-01", "2027-06-15"), 3);
        await _service.DecideAsync(again, 4);
        await _service.ReassessAllAsync();

        var answer = await _service.GetAsync(Mrn(submitted));
        Assert.Equal(["50000.00", "-50000.00"], answer.Adjustments.Select(one => one.Difference.Amount));
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Fact]
    public async Task Correct_ProcessDiesInBetween_AnotherGoesOnAndNothingTwice()
    {
        const int Declarations = (ReassessDeclarations.StepDeclarationsMax * 2) + 50;
        await _service.DecideAsync(Admitted("2027-05-01"), 2);
        await Task.WhenAll(Enumerable.Range(0, Declarations)
            .Select(number => _service.SubmitAsync(World.Oxide($"L-{number}", "2027-05-31"))));
        await _service.ReassessAllAsync();
        await _service.DecideAsync(Corrected("2027-05-01", "2027-06-15"), 3);
        await _service.ReassessedThoughOneDiesAsync(Declarations);
    }

    [Fact]
    public async Task Correct_WhileDeclarationsCome_EachIsDecidedAnewOrReassessed()
    {
        await using var replica = await _service.JoinAsync();
        await _service.DecideAsync(Admitted("2027-05-01"), 2);
        await replica.Members.RefreshAsync(TestContext.Current.CancellationToken);
        const int Declarations = 400;

        var submitting = Enumerable.Range(0, Declarations).Select(async number =>
        {
            await Task.Yield();
            return await (number % 2 == 0 ? _service : replica)
                .SubmitAsync(World.Oxide($"L-{number}", "2027-05-31"));
        }).ToArray();
        await Task.WhenAny(submitting);
        // No replica is told: each must find out by itself that what it decided on is old.
        await _service.DecideAsync(Corrected("2027-05-01", "2027-06-15"), 3, refresh: false);
        await Task.WhenAll(submitting);
        await _service.ReassessAllAsync();
        for (var number = 0; number < 20; number++)
            await replica.SubmitAsync(World.Oxide($"M-{number}", "2027-05-31"));

        var page = await _service.ListAsync(new ListDeclarationsRequest { PageSize = 500 }, TestService.Auditor);
        Assert.Equal(Declarations + 20, page.Declarations.Count);
        Assert.All(page.Declarations, declaration =>
            Assert.Equal(("200000.00", 3L), (declaration.Duty.Amount, declaration.Versions.MembershipSeq)));
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    private static string Mrn(Submission.Submitted submitted) => submitted.Revision.Identity.Mrn;

    private async Task<decimal> DutyAsync() =>
        (await _service.ListAsync(new ListDeclarationsRequest { PageSize = 500 }, TestService.Auditor)).Declarations
        .Where(declaration => declaration.Duty.Currency == "EUR")
        .Sum(declaration => decimal.Parse(declaration.Duty.Amount, CultureInfo.InvariantCulture));

    internal static Party Suspended(string from) => new()
    {
        Code = "JP",
        Countries = { "JP" },
        Statuses =
        {
            Row(PartyStatus.Member, World.FirstDay, null),
            Row(PartyStatus.Suspended, from, Known(1)),
        },
        Decisions = { Decision(1, PartyStep.Suspension, from) },
    };

    private static Party Admitted(string from) => new()
    {
        Code = "AU",
        Countries = { "AU" },
        Statuses =
        {
            Row(PartyStatus.Applicant, World.FirstDay, Known(1)),
            Row(PartyStatus.Acceding, from, Known(2), to: "2030-05-01"),
            Row(PartyStatus.Member, "2030-05-01", Known(2)),
        },
        PhaseIn = { Share("75", from, Known(2)) },
        Decisions =
        {
            Decision(1, PartyStep.Application, World.FirstDay),
            Decision(2, PartyStep.Admission, from),
        },
    };

    private static Party Corrected(string old, string from)
    {
        var party = Admitted(old);
        if (string.CompareOrdinal(old, from) < 0)
            party.Statuses.Add(Row(PartyStatus.Applicant, old, Known(3), to: from));
        party.Statuses.Add(Row(PartyStatus.Acceding, from, Known(3), to: "2030-05-01"));
        party.Statuses.Add(Row(PartyStatus.Member, "2030-05-01", Known(3)));
        party.PhaseIn.Add(Share("75", from, Known(3)));
        var correction = Decision(3, PartyStep.Correction, from);
        (correction.Corrects, correction.OldEffectiveOn) = (2, old);
        party.Decisions.Add(correction);
        return party;
    }

    private static PartyDecision Decision(int number, PartyStep step, string from) =>
        new() { Number = number, Step = step, EffectiveOn = from, RecordedAt = Known(number) };

    private static PartyStatusRow Row(PartyStatus status, string from, Timestamp? at, string to = "") =>
        new() { Status = status, ValidFrom = from, ValidTo = to, RecordedAt = at };

    private static PhaseInRow Share(string percent, string from, Timestamp at) =>
        new() { SharePercent = percent, ValidFrom = from, RecordedAt = at };

    private static Timestamp Known(int decision) =>
        Timestamp.FromDateTime(new(2027, 1, decision, 0, 0, 0, DateTimeKind.Utc));
}
