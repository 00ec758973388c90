using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Proposals;
using Google.Protobuf;
using static CrmClub.Tariffs.Tests.TestProposals;
using CountryGroup = CrmClub.Contracts.Membership.V1.CountryGroup;
using CountryGroupMember = CrmClub.Contracts.Membership.V1.CountryGroupMember;
using TariffGroup = CrmClub.Contracts.Tariffs.V1.CountryGroup;

namespace CrmClub.Tariffs.Tests;

/// <summary>Who is in a group comes from the register into a proposal, and by the vote into the tariff.</summary>
public sealed class ProposedGroupTests(Postgres postgres)
{
    private const string Redrawn = "DOM-DY-SEP";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Draft_MeasuresNameRegisteredGroups_PublishesTheirCountries()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        Register(tariffs, Group("PARTNERS", ("ASEAN", "2027-01-04", ""), ("AU", "2027-01-04", "2029-01-01")));
        var content = Content();
        var preference = Base("28469010", "5 %");
        (preference.Type, preference.Origin) = (MeasureType.DutySuspension, "PARTNERS");
        preference.ExcludedOrigins.Clear();
        preference.ExcludedOrigins.Add("G7");
        content.Additions.Add(preference);
        content.Additions.Add(new Measure(preference) { GoodsCode = "28469020", Origin = "NOBODY" });

        var (draft, check) = await people.DraftAsync(content);
        content.Additions.RemoveAt(1);
        preference.ExcludedOrigins.Clear();
        await people.PublishAsync(await people.AdoptedAsync(content));

        Assert.Equal(["PARTNERS", "G7"], draft.Content.Groups.Select(group => group.Id));
        Assert.Equal(
            ("content.additions[1].origin", "ME4", "NOBODY", ProposedGroups.Accepted),
            check.Faults.Select(fault => (fault.Field, fault.Rule, fault.Value, fault.Accepted)).First());
        var carried = tariffs.State.Book.NewestFirst[0].Document.Groups.Single(group => group.Id == "PARTNERS");
        Assert.Equal(12, carried.Members.Count);
        // Malaysia is of ASEAN since 1967, and of the partners since 2027.
        Assert.Equal(
            ["AU 2027-01-04 2029-01-01", "MY 2027-01-04 "],
            carried.Members.Where(row => row.Country is "AU" or "MY")
                .Select(row => $"{row.Country} {row.ValidFrom} {row.ValidTo}"));
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Draft_GroupByItsId_StatesItAnew_WithNotice_AndIsReversed()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        Register(tariffs, Group(Redrawn, ("CN", "2027-01-04", "2027-06-01"), ("MM", "2027-06-01", "")));
        var content = Anew(Redrawn);
        var soon = content.Clone();
        soon.EffectiveOn = "2027-03-10";

        var early = (await people.DraftAsync(soon)).Check;
        var (draft, check) = await people.DraftAsync(content);
        await people.PublishAsync(await people.AdoptedAsync(content));
        var second = Countries(tariffs);
        var reverse = await new ReverseProposal(tariffs.Desk).RunAsync(
            new ReverseProposalRequest { RequestId = NewId(), Number = 3, Reason = "An error" }, Officer, Cancel);
        await people.PublishAsync(await people.CloseAsync(await people.PutToVoteAsync(
            await people.ApproveAsync(await people.SubmitAsync(reverse.Proposal)))));

        Assert.Equal(["content.effective_on NOTICE_14_DAYS"], early.Faults.Select(one => $"{one.Field} {one.Rule}"));
        Assert.True(check.RaisesDuty);
        Assert.Empty(check.Faults);
        Assert.Equal(["CN 2027-06-01", "MM "], second);
        Assert.Equal(["CN "], Countries(tariffs));
        Assert.Equal(2, draft.Content.Groups[0].Members.Count);
    }

    public static TheoryData<string, string, string, TariffGroup[]> Wrong => new()
    {
        { "content.groups[0].id", "ME4", "NOBODY", [new() { Id = "NOBODY" }] },
        { "content.groups[0].id", "ME4", "CLUB", [new() { Id = "CLUB" }] },
        { "content.groups[1].id", "UNIQUE", "G7", [new() { Id = "G7" }, new() { Id = "G7" }] },
        {
            "content.groups[0].members", "GIVEN_BY_CLUB", "1 rows",
            [new() { Id = "G7", Members = { new Contracts.Tariffs.V1.CountryGroupMember { Country = "CN" } } }]
        },
        { "content.groups[0].id", "ME4", "MIXED", [new() { Id = "MIXED" }] },
    };

    // What rests on who is in the club has no rows of its own.
    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Draft_GroupNotOfTheRegister_IsRefused(
        string field, string rule, string value, TariffGroup[] groups)
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        Register(tariffs, Group("MIXED", ("CLUB", "2027-01-04", "")));
        var content = Anew(groups);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => new TestProposals(tariffs).DraftAsync(content));

        Assert.Equal([(field, rule, value)], refusal.Violations.Select(one => (one.Field, one.Rule, one.Value)));
    }

    [Fact]
    public async Task Submit_GroupChangedByAnotherVersion_IsOvertaken()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        Register(tariffs, Group(Redrawn, ("MM", "2027-01-04", "")));
        var draft = (await people.DraftAsync(Anew(Redrawn))).Proposal;
        await people.PublishAsync(await people.AdoptedAsync(Anew(Redrawn)));

        var refusal = await Assert.ThrowsAsync<ClubException>(() => people.SubmitAsync(draft));

        Assert.Equal(
            [("content.groups[0].id", "OVERTAKEN")], refusal.Violations.Select(one => (one.Field, one.Rule)));
    }

    private static ProposalContent Anew(params TariffGroup[] groups)
    {
        var content = Content();
        content.Amendments.Clear();
        content.Groups.Add(groups);
        return content;
    }

    private static ProposalContent Anew(string group) => Anew(new TariffGroup { Id = group });

    private static string[] Countries(TestTariffs tariffs) =>
        [.. tariffs.State.Book.NewestFirst[0].Document.Groups.Single(group => group.Id == Redrawn).Members
            .Select(row => $"{row.Country} {row.ValidTo}")];

    private static CountryGroup Group(string code, params (string Member, string From, string To)[] rows) => new()
    {
        Code = code,
        NameEn = code,
        Members =
        {
            rows.Select(row => new CountryGroupMember { Member = row.Member, ValidFrom = row.From, ValidTo = row.To }),
        },
    };

    /// <summary>What the copy of Membership makes of the entry.</summary>
    private static void Register(TestTariffs tariffs, CountryGroup group)
    {
        IEnumerable<IMessage> records =
        [
            .. TestTariffs.MemberRecords.Where(record => record is not CountryGroup one || one.Code != group.Code),
            .. MembershipRecords.Of(new CountryGroupSet { CountryGroup = group }),
        ];
        tariffs.Membership.Replace(new MembershipView(2, [.. records]));
    }
}
