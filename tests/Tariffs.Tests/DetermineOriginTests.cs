using CrmClub.Contracts.Json;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Determination;
using CrmClub.Tariffs.Versions;
using CrmClub.Testing;
using Google.Protobuf;

namespace CrmClub.Tariffs.Tests;

/// <summary>Origin by the founding tariff's product rules and by who is in the club on the day of export.</summary>
public sealed class DetermineOriginTests
{
    private const string Export = "2027-03-01";

    private static readonly TariffBook Book = new([Founding()], []);

    [Fact]
    public void Determine_NothingGiven_IsJudgedByTheClubsOwnRulesAndCountries()
    {
        var answer = Determine(Metal("JP"));

        Assert.Equal((true, "JP", 1), (answer.ClubOrigin, answer.Country, answer.TariffVersion));
        Assert.Equal("CTSH, SP metal-making, MaxNOM 50 % EXW, RVC 55 % build-down",
            string.Join(", ", answer.Rules.Select(rule => rule.Rule)));
        Assert.Equal("inputs[0]", Assert.Single(answer.Inputs).Path);
        Assert.Empty(answer.Assumed);
        Assert.False(Determine(Metal("CN")).ClubOrigin);
    }

    // On the running club it is of a day in 2026, whose tariff is the founding one.
    [Fact]
    public void Determine_TheExample_IsTheClubsByImportersKnowledge()
    {
        var question = StrictJson.Read<OriginCase>(
            File.ReadAllBytes(Path.Combine(Checkout.Root, "data", "examples", "origin-by-club.json")));
        (question.ExportDay, question.Proof.Day, question.Proof.AcceptanceDay) = (Export, Export, "2027-04-12");

        var answer = Determine(question);
        question.Proof.Evidence = "";

        Assert.Equal((true, "DE"), (answer.ClubOrigin, answer.Country));
        Assert.Empty(answer.Obstacles);
        Assert.Equal([OriginObstacle.KnowledgeNotShown], Determine(question).Obstacles);
    }

    [Fact]
    public void Determine_ClubAndRuleGiven_AreTakenAndNamed()
    {
        var question = Metal("CN");
        question.Club.Add(new ClubCountry { Country = "CN", ValidFrom = Export });
        question.Product.Rule = "SP metal-making";

        var answer = Determine(question);

        Assert.Equal((true, "CN"), (answer.ClubOrigin, answer.Country));
        Assert.Equal(["club", "product.rule"], answer.Assumed);
    }

    [Theory]
    [InlineData(PartyStatus.Member, "", true)]
    [InlineData(PartyStatus.Acceding, "0", true)]
    [InlineData(PartyStatus.Acceding, "25", false)]
    [InlineData(PartyStatus.Suspended, "", false)]
    public void Determine_GoodsOfAnotherParty_CountByItsStateOnTheDayOfExport(
        PartyStatus status, string share, bool counts)
    {
        var party = new Party
        {
            Code = "AU",
            Countries = { "AU" },
            Statuses = { new PartyStatusRow { Status = status, ValidFrom = "2027-01-04" } },
        };
        if (share.Length > 0)
            party.PhaseIn.Add(new PhaseInRow { SharePercent = share, ValidFrom = "2027-01-04" });
        var members = new MembershipView(2, [.. TestTariffs.MemberRecords, party]);

        var answer = DetermineOrigin.Answer(Book, members, new() { OriginCase = Metal("AU") }).Answer;

        Assert.Equal(counts, answer.ClubOrigin);
    }

    [Theory]
    [InlineData("", "origin_case.export_day DAY")]
    [InlineData("2019-03-01", "origin_case.export_day TARIFF_OF_DAY")]
    public void Determine_DayWithoutTariff_AndWhatElseIsWrong_IsRefusedAtOnce(string day, string fault)
    {
        var question = Metal("XX");
        (question.ExportDay, question.Product.Rule, question.Product.Inputs[0].Value) = (day, "CTH", "-1");

        var refusal = Assert.Throws<ClubException>(() => Determine(question));
        var nothing = Assert.Throws<ClubException>(() =>
            DetermineOrigin.Answer(Book, TestTariffs.Members, new()));

        Assert.Equal(
            [fault, "origin_case.product.country COUNTRY", "origin_case.product.processes[0].country COUNTRY",
                "origin_case.product.inputs[0].value POSITIVE_DECIMAL"],
            refusal.Violations.Select(one => $"{one.Field} {one.Rule}"));
        Assert.Equal(["origin_case.export_day", "origin_case.product"], nothing.Violations.Select(one => one.Field));
    }

    private static OriginAnswer Determine(OriginCase question) => DetermineOrigin.Answer(
        Book, TestTariffs.Members, new DetermineOriginRequest { OriginCase = question }).Answer;

    private static PublishedTariff Founding()
    {
        var document = StrictJson.Read<TariffDocument>(
            File.ReadAllBytes(Path.Combine(Checkout.FoundingDirectory, "tariff.json")));
        return new PublishedTariff(
            new TariffVersion { Number = 1, ValidFrom = "2027-01-04" }, document.ToByteArray(), document,
            TariffSnapshot.Compile(TariffDocuments.ToTariff(document)));
    }

    private static OriginCase Metal(string country) => new()
    {
        ExportDay = Export,
        Product = new Product
        {
            GoodsCode = "280530",
            Country = country,
            ExWorksPrice = "60000.00",
            FobPrice = "60000.00",
            Processes = { new OriginProcess { Name = "metal-making", Country = country } },
            Inputs = { new OriginInput { GoodsCode = "284690", Value = "41000.00", Country = "MY" } },
        },
    };
}
