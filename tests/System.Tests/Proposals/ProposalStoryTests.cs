using System.Text.Json;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Proposals;

/// <summary>
/// A proposal goes from draft to published on a club with a moved clock: one drafts, another approves and publishes,
/// two vote. The same declaration before and after cites the two versions.
/// </summary>
[Collection<StoryClub>]
public sealed class ProposalStoryTests(StoryClub story)
{
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Proposal_FromDraftToPublished_MovesTheDutyFromItsDayOn()
    {
        var club = story.Club;
        using var officer = club.SignedInAs("secretariat");
        using var approver = club.SignedInAs("approver");
        await ItIsAsync(club, "2027-01-05");

        var content = Content("22 percents");
        var drafted = await officer.CallAsync(options => officer.Proposals.DraftProposalAsync(
            new DraftProposalRequest { RequestId = NewId(), Content = content }, options), cancel: Cancel);
        var fault = Assert.Single(drafted.Check.Faults);
        Assert.Equal(
            ("content.amendments[0].measure.expression", "EXPRESSION", "22 percents"),
            (fault.Field, fault.Rule, fault.Value));
        var unsound = await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(drafted.Proposal));
        Assert.Equal(fault, Assert.Single(Client.Refusal.From(unsound).Violations));
        var revised = await officer.CallAsync(options => officer.Proposals.ReviseProposalAsync(
            new ReviseProposalRequest
            {
                RequestId = NewId(),
                Number = drafted.Proposal.Number,
                KnownRevision = drafted.Proposal.Revision,
                Content = Content("22 %"),
            }, options), cancel: Cancel);
        Assert.True(revised.Check.RaisesDuty);
        var submitted = await SubmitAsync(revised.Proposal);
        var approved = (await approver.CallAsync(options => approver.Proposals.ApproveProposalAsync(
            new ApproveProposalRequest
            {
                RequestId = NewId(),
                Number = submitted.Number,
                KnownRevision = submitted.Revision,
            }, options), cancel: Cancel)).Proposal;

        var adopted = await club.AdoptAsync(approved, Cancel);
        Assert.Equal(("2027-01-05", approved.ContentHash), (adopted.DecidedOn, adopted.ContentHash));
        await ItIsAsync(club, "2027-01-14");
        var hasty = await Assert.ThrowsAsync<RpcException>(() => PublishAsync(""));
        Assert.Equal("NOTICE_14_DAYS", Assert.Single(Client.Refusal.From(hasty).Violations).Rule);
        var version = (await PublishAsync("2027-01-29")).Version;
        Assert.Equal((2, "2027-01-29"), (version.Number, version.ValidFrom));

        await ItIsAsync(club, "2027-01-29");
        Assert.Equal(("200000.00", 1), await DeclaredAsync(club, "2027-01-28"));
        await Testing.Eventually.HoldsAsync(
            "Declarations decides by version 2",
            async () => await DeclaredAsync(club, "2027-01-29") == ("220000.00", 2), KnownWithin, Cancel);
        Assert.Equal(1, await VersionAsync("2027-01-28", null));
        Assert.Equal(2, await VersionAsync("2027-01-29", null));
        Assert.Equal(1, await VersionAsync("2027-01-29", adopted.RecordedAt));
        Assert.Equal("20 %", await WordingAsync("2027-01-28"));
        Assert.Equal("22 %", await WordingAsync("2027-01-29"));
        Assert.Equal("20 %", await WordingAsync("2027-01-29", "--known-at", $"{adopted.RecordedAt.ToDateTime():O}"));
        await MadeKnownAsync();
        foreach (var command in new[] { "declaration recompute", "audit verify" })
        {
            var run = await club.CommandAsync(command.Split(' '));
            Assert.True(run.ExitCode == 0, $"{run}");
        }

        async Task<Proposal> SubmitAsync(Proposal known) => (await officer.CallAsync(
            options => officer.Proposals.SubmitProposalAsync(new SubmitProposalRequest
            {
                RequestId = NewId(),
                Number = known.Number,
                KnownRevision = known.Revision,
            }, options), cancel: Cancel)).Proposal;

        Task<PublishProposalResponse> PublishAsync(string from) => approver.CallAsync(
            options => approver.Proposals.PublishProposalAsync(new PublishProposalRequest
            {
                RequestId = NewId(),
                Number = adopted.Number,
                KnownRevision = adopted.Revision,
                EffectiveOn = from,
            }, options), cancel: Cancel);

        async Task<string> WordingAsync(string day, params string[] options)
        {
            var run = await club.CommandAsync(["tariff", "show", "M-0009", "--on", day, "--json", .. options]);
            Assert.True(run.ExitCode == 0, $"{run}");
            using var answer = JsonDocument.Parse(run.Output);
            return answer.RootElement.GetProperty("measures")[0].GetProperty("expression").GetString()!;
        }

        async Task<int> VersionAsync(string day, Google.Protobuf.WellKnownTypes.Timestamp? knownAt) =>
            (await officer.CallAsync(options => officer.Tariffs.GetTariffVersionAsync(
                new GetTariffVersionRequest { AsOf = day, KnownAt = knownAt }, options), cancel: Cancel))
            .Version.Number;

        Task MadeKnownAsync() => Testing.Eventually.HoldsAsync("the version's notice is published", async () =>
        {
            var notices = await officer.CallAsync(options => officer.Notices.ListNoticesAsync(
                new ListNoticesRequest { Kind = NoticeKind.Tariff }, options), cancel: Cancel);
            return notices.Notices is [{ TariffVersion: 2, PublishedOn: "2027-01-14" } notice]
                && notice.TextEn.Contains(version.Hash, StringComparison.Ordinal);
        }, KnownWithin, Cancel);
    }

    private static ProposalContent Content(string expression) => new()
    {
        Title = "Base duty on yttrium compounds to 22 %",
        Reason = "Imports below cost have doubled.",
        LegalBase = "Decision of the members on Annex II, Part A",
        EffectiveOn = "2027-01-20",
        Amendments =
        {
            new MeasureAmendment
            {
                Id = "M-0009",
                Measure = new Measure
                {
                    Type = MeasureType.Base,
                    GoodsCode = "28469050",
                    Origin = "ALL",
                    ExcludedOrigins = { "CLUB" },
                    Expression = expression,
                },
            },
        },
    };

    private static async Task ItIsAsync(ClubUnderTest club, string day)
    {
        var moved = await club.CommandAsync("club", "move-clock", day);
        Assert.True(moved.ExitCode == 0, $"{moved}");
        // Each service looks at its clock by itself; a proposal's day of decision is that of Membership.
        using var officer = club.SignedInAs("secretariat");
        var draft = Content("19 %");
        draft.EffectiveOn = day;
        var yesterday = Content("19 %");
        yesterday.EffectiveOn = DateOnly.Parse(day, global::System.Globalization.CultureInfo.InvariantCulture)
            .AddDays(-1).ToString("O", global::System.Globalization.CultureInfo.InvariantCulture);
        await Testing.Eventually.HoldsAsync($"it is {day}", async () =>
        {
            var question = new OpenBallotRequest
            {
                RequestId = NewId(),
                ValidateOnly = true,
                Subject = VotingSubject.Procedure,
                Title = "Which day is it?",
            };
            var ballot = await officer.CallAsync(
                options => officer.Voting.OpenBallotAsync(question, options), cancel: Cancel);
            return ballot.Ballot.OpenedOn == day
                && await RulesAsync(draft) is { } today && !today.Contains("CAUSE")
                && await RulesAsync(yesterday) is { } before && before.Contains("CAUSE");
        }, KnownWithin, Cancel);

        async Task<IReadOnlyList<string>> RulesAsync(ProposalContent content)
        {
            var request = new DraftProposalRequest { RequestId = NewId(), ValidateOnly = true, Content = content };
            var answer = await officer.CallAsync(
                options => officer.Proposals.DraftProposalAsync(request, options), cancel: Cancel);
            return [.. answer.Check.Faults.Select(fault => fault.Rule)];
        }
    }

    private static async Task<(string Duty, int Version)> DeclaredAsync(ClubUnderTest club, string day)
    {
        using var customs = club.SignedInAs("customs-de");
        var request = ExampleDeclaration.Request();
        var declaration = request.Declaration;
        (declaration.AcceptanceDay, declaration.DispatchCountry, declaration.InvoiceCurrency) = (day, "AU", "EUR");
        var item = declaration.Items[0];
        declaration.Items.Clear();
        declaration.Items.Add(item);
        (item.GoodsCode, item.Origin, item.Facility) = ("28469050", "AU", "");
        (item.NetMassKg, item.GrossMassKg, item.ContainedShare) = ("10000", "10400", "");
        item.CustomsValue = new Money { Amount = "1000000.00", Currency = "EUR" };
        item.Documents.Clear();
        var answer = (await customs.CallAsync(options => customs.Declarations.SubmitDeclarationAsync(
            request, options), cancel: Cancel)).Answer;
        return (answer.Duty.Amount, answer.Items[0].TariffVersion);
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
