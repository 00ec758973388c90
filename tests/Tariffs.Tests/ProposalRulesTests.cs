using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Proposals;
using CrmClub.Tariffs.Versions;
using CrmClub.Testing;
using Google.Protobuf.WellKnownTypes;
using static CrmClub.Tariffs.Tests.TestProposals;
using CertificateLevel = CrmClub.Contracts.Tariffs.V1.CertificateLevel;
using Measure = CrmClub.Contracts.Tariffs.V1.Measure;
using MeasureType = CrmClub.Contracts.Tariffs.V1.MeasureType;

namespace CrmClub.Tariffs.Tests;

/// <summary>What holds for a proposal on the founding tariff, on 1 March 2027.</summary>
public sealed class ProposalRulesTests
{
    private static readonly DateOnly Today = new(2027, 3, 1);
    private static readonly TariffDocument Founding = StrictJson.Read<TariffDocument>(
        File.ReadAllBytes(Path.Combine(Checkout.FoundingDirectory, "tariff.json")));

    private static readonly TariffBook Book = new([Published()], []);

    [Fact]
    public void Judge_Sound_PutsTheNewWordingBesideTheOld()
    {
        var content = Content();
        content.Additions.Add(Base("85051110", "9 %"));
        content.Additions[0].ReviewBy = "2029-01-04";

        var verdict = ProposalRules.Judge(content, Book, Today);

        Assert.Empty(verdict.Faults.All);
        var measures = verdict.Candidate!.Document.Measures;
        Assert.Equal(Founding.Measures.Count + 2, measures.Count);
        Assert.Equal("2027-06-01", measures.Single(measure => measure.Id == "M-0005").ValidTo);
        var worded = measures.Single(measure => measure.Id == "M-0005.2");
        Assert.Equal(("2027-06-01", content.LegalBase), (worded.ValidFrom, worded.LegalBase));
        Assert.Equal("M-0082", measures[^1].Id);
        Assert.Equal(content.Title, verdict.Candidate.Document.Title);
        Assert.Equal("", Founding.Measures.Single(measure => measure.Id == "M-0005").ValidTo);
    }

    [Fact]
    public void Judge_OfAMeasureYetToBegin_TakesItOut()
    {
        var document = Founding.Clone();
        var later = Base("28469010", "24 %");
        (later.Id, later.ValidFrom, later.LegalBase) = ("M-0005.2", "2027-09-01", "Annex II");
        document.Measures.Single(measure => measure.Id == "M-0005").ValidTo = later.ValidFrom;
        document.Measures.Add(later);
        var content = Content();
        content.Amendments[0].Measure.ValidTo = later.ValidFrom;
        content.Amendments.Add(new MeasureAmendment { Id = later.Id, Measure = Base("28469010", "23 %") });
        content.Amendments[1].Measure.ValidFrom = later.ValidFrom;

        var verdict = ProposalRules.Judge(content, new TariffBook([Published(document)], []), Today);

        Assert.Empty(verdict.Faults.All);
        Assert.Equal(
            ["M-0005 2027-01-04 2027-06-01 20 %", "M-0005.3 2027-06-01 2027-09-01 22 %", "M-0005.4 2027-09-01  23 %"],
            verdict.Candidate!.Document.Measures
                .Where(one => one is { GoodsCode: "28469010", Type: MeasureType.Base })
                .Select(one => $"{one.Id} {one.ValidFrom} {one.ValidTo} {one.Expression}"));
    }

    public static TheoryData<string, string, Action<ProposalContent>> Broken => new()
    {
        { "content.title", "REQUIRED", one => one.Title = "" },
        { "content.title", "TEXT_LENGTH", one => one.Title = new string('x', 201) },
        { "content.reason", "REQUIRED", one => one.Reason = " " },
        { "content.legal_base", "REQUIRED", one => (one.LegalBase, Brought(one).LegalBase) = ("", "Annex") },
        { "content.effective_on", "DAY", one => one.EffectiveOn = "June" },
        { "content.effective_on", "TARIFF_OF_DAY", one => (one.EffectiveOn, one.Cause) = ("2027-01-03", "Error") },
        { "content.effective_on", "NOTICE_14_DAYS", one => one.EffectiveOn = "2027-03-14" },
        { "content.cause", "NOT_HERE", one => one.Cause = "Error" },
        { "content.cause", "CAUSE", one => (one.EffectiveOn, Brought(one).Expression) = ("2027-02-01", "19 %") },
        { "content.base_version", "VERSION", one => one.BaseVersion = 7 },
        { "content", "REQUIRED", one => one.Amendments.Clear() },
        { "content.amendments[0].id", "MEASURE", one => one.Amendments[0].Id = "M-9999" },
        { "content.ends[0]", "MEASURE", one => one.Ends.Add("M-0005") },
        { "content.amendments[0].measure.id", "GIVEN_BY_CLUB", one => Brought(one).Id = "M-0006" },
        { "content.amendments[0].measure.expression", "EXPRESSION", one => Brought(one).Expression = "22" },
        { "content.amendments[0].measure.expression", "CONTENT_UNIT", one => Brought(one).Expression = "1 EUR / g X" },
        { "content.amendments[0].measure.goods_code", "ME6", one => Brought(one).GoodsCode = "99999999" },
        { "content.amendments[0].measure.origin", "ME4", one => Brought(one).Origin = "XX" },
        { "content.amendments[0].measure.goods_code", "ME7", one => Brought(one).GoodsCode = "28469099" },
        { "content.amendments[0].measure.goods_code", "ME9", one => Brought(one).GoodsCode = "" },
        { "content.amendments[0].measure.legal_base", "ME24", one => one.LegalBase = "" },
        {
            "content.amendments[0].measure.excluded_origins[1]", "ME68",
            one => Brought(one).ExcludedOrigins.Add("CLUB")
        },
        { "content.amendments[0].measure.expression", "EXPRESSION", one => Brought(one).Expression = Long("1") },
        { "content.amendments[0].measure.expression", "EXPRESSION", one => Brought(one).Expression = Long("(") },
        { "content.amendments[0].measure.valid_from", "DAY", one => Brought(one).ValidFrom = "x" },
        { "content.amendments[0].measure.valid_from", "EFFECTIVE_DAY", one => Brought(one).ValidFrom = "2027-05-31" },
        { "content.amendments[0].measure.valid_to", "ME25", one => Brought(one).ValidTo = "2027-06-01" },
        { "content.amendments[0].measure.review_by", "REVIEW_LAPSED", one => Brought(one).ReviewBy = "2027-06-01" },
        { "content.amendments[0].measure.footnotes[0]", "TEXT_CHARACTERS", one => Brought(one).Footnotes.Add("\0") },
        { "content.amendments[0].id", "GAP", one => Brought(one).ValidFrom = "2027-06-02" },
        { "content.amendments[0].id", "GAP", one => Brought(one).ValidTo = "2028-01-01" },
        { "content.ends[0]", "GAP", one => one.Ends.Add("M-0003") },
        { "content.additions[0].valid_from", "ME32", one => one.Additions.Add(Base("28469020", "21 %")) },
        { "content.additions[0].legal_base", "TEXT_LENGTH", one => one.Additions.Add(
            new Measure(Base("85051110", "9 %")) { LegalBase = new string('x', 501) }) },
    };

    [Theory, MemberData(nameof(Broken))]
    public void Judge_OneRuleBroken_NamesFieldAndRule(string field, string rule, Action<ProposalContent> breaks)
    {
        var content = Content();
        breaks(content);

        var faults = ProposalRules.Judge(content, Book, Today).Faults.All;

        Assert.Contains((field, rule), faults.Select(fault => (fault.Field, fault.Rule)));
        Assert.All(faults, fault => Assert.NotEqual("", fault.Message));
    }

    [Fact]
    public void Judge_ManyRulesBroken_NamesAllAtOnce()
    {
        var content = new ProposalContent { EffectiveOn = "2027-02-01", BaseVersion = 1, Ends = { "M-9999" } };
        content.Additions.Add(new Measure());

        var faults = ProposalRules.Judge(content, Book, Today).Faults.All;

        Assert.Superset(
            new HashSet<string>
            {
                "content.title", "content.reason", "content.legal_base", "content.cause", "content.ends[0]",
                "content.additions[0].type", "content.additions[0].goods_code", "content.additions[0].origin",
                "content.additions[0].expression", "content.additions[0].legal_base",
            },
            faults.Select(fault => fault.Field).ToHashSet());
    }

    [Theory]
    [InlineData("2027-03-15", "22 %", true)]
    [InlineData("2027-03-14", "22 %", false)]
    [InlineData("2027-03-01", "19 %", true)]
    public void Judge_HigherDuty_NeedsFourteenDaysOfNotice(string effective, string expression, bool sound)
    {
        var content = Content();
        content.EffectiveOn = effective;
        Brought(content).Expression = expression;

        Assert.Equal(sound, ProposalRules.Judge(content, Book, Today).Faults.Count == 0);
    }

    [Theory]
    [InlineData("19 %", true)]
    [InlineData("22 %", false)]
    public void Judge_CorrectionOfThePast_MayOnlyLower(string expression, bool sound)
    {
        var content = Content();
        (content.EffectiveOn, content.Cause) = ("2027-02-01", "The annex was copied wrongly");
        Brought(content).Expression = expression;

        Assert.Equal(sound, ProposalRules.Judge(content, Book, Today).Faults.Count == 0);
    }

    public static TheoryData<bool, Action<ProposalContent>> Rises => new()
    {
        { true, _ => { } },
        { false, one => Brought(one).Expression = "20 %" },
        {
            true, one =>
            {
                Brought(one).Expression = "20 %";
                Brought(one).ExcludedOrigins.Clear();
            }
        },
        {
            false, one =>
            {
                Brought(one).Expression = "20 %";
                Brought(one).ExcludedOrigins.Add("MY");
            }
        },
        // A longer code costs more or less than what held before.
        { true, one => Only(one).Additions.Add(Base("85051110", "99 %")) },
        { false, one => Only(one).Additions.Add(Base("85051110", "0 %")) },
        { true, one => Only(one).Additions.Add(new Measure(Base("28469010", "21 %")) { Origin = "MY" }) },
        { false, one => Only(one).Additions.Add(new Measure(Base("28469010", "19 %")) { Origin = "MY" }) },
        // A preference: less is due by it, and more without it.
        { true, one => Only(one).Ends.Add(Preference().Id) },
        { false, one => Worded(one, Preference(), measure => measure.Footnotes.Add("As agreed")) },
        { true, one => Worded(one, Preference(), measure => measure.Expression = "19.9 %") },
        { true, one => Worded(one, Preference(), measure => measure.ValidTo = "2028-01-01") },
        { true, one => Worded(one, Preference(), measure => measure.ExcludedOrigins.Add("MY")) },
        { true, one => Worded(one, Preference(), measure => measure.CertificateLevel = CertificateLevel.Unspecified) },
        // A levy.
        { false, one => Only(one).Ends.Add(Levy().Id) },
        { false, one => Worded(one, Levy(), measure => measure.ReviewBy = "2030-01-01") },
        { true, one => Worded(one, Levy(), measure => measure.Expression = "FLOOR 900 USD / kg Dy2O3") },
    };

    [Theory, MemberData(nameof(Rises))]
    public void IsPossible_OfAProposal_IsWhetherAnyDutyMayBeHigher(bool rises, Action<ProposalContent> changes)
    {
        var content = Content();
        changes(content);
        var candidate = Candidate.Of(content, Founding, new DateOnly(2027, 6, 1), Book.MeasureIds, new());

        Assert.Equal(rises, DutyRise.IsPossible(candidate, Founding));
    }

    [Theory]
    [InlineData("FREE", "0 %", true)]
    [InlineData("0 EUR / kg", "FREE", true)]
    [InlineData("5 %", "FREE", false)]
    [InlineData("5 % + 1 EUR / kg", "5 % + 1 EUR / kg", true)]
    [InlineData("5 % + 1 EUR / kg", "6 %", false)]
    [InlineData("6 %", "5 % + 1 EUR / kg", false)]
    [InlineData("100 EUR / 100 kg", "1 EUR / kg", true)]
    [InlineData("101 EUR / 100 kg", "1 EUR / kg", false)]
    [InlineData("1 EUR / kg", "2 USD / kg", false)]
    [InlineData("8 % MIN 2 EUR / kg", "8 % MIN 3 EUR / kg", true)]
    [InlineData("8 % MIN 2 EUR / kg", "8 %", false)]
    [InlineData("8 %", "8 % MIN 2 EUR / kg", true)]
    [InlineData("8 % MAX 2 EUR / kg", "8 %", true)]
    [InlineData("8 %", "8 % MAX 2 EUR / kg", false)]
    [InlineData("8 % MAX 3 EUR / kg", "8 % MAX 2 EUR / kg", false)]
    [InlineData("FLOOR 325 USD / kg Dy2O3", "FLOOR 325 USD / kg Dy2O3", true)]
    [InlineData("FLOOR 326 USD / kg Dy2O3", "FLOOR 325 USD / kg Dy2O3", false)]
    [InlineData("FLOOR 1 USD / kg Dy2O3", "FLOOR 325 USD / kg Dy", false)]
    [InlineData("SHARE OF BASE", "SHARE OF BASE", true)]
    [InlineData("12 EUR / 12 p", "1 EUR / p", true)]
    [InlineData("13 EUR / 12 p", "1 EUR / p", false)]
    [InlineData("1 EUR / p", "1 EUR / kg", false)]
    [InlineData("1 EUR / l", "1 EUR / l proof", false)]
    [InlineData("5 % OF case", "6 % OF case", true)]
    [InlineData("7 % OF case", "6 % OF case", false)]
    [InlineData("6 % OF case", "6 %", false)]
    [InlineData("BASE", "BASE + 5 %", true)]
    [InlineData("BASE + 5 %", "BASE + 6 %", true)]
    [InlineData("BASE + 6 %", "BASE + 5 %", false)]
    [InlineData("BASE + 6 %", "BASE", false)]
    public void IsAtMost_OfAnyGoods_IsSaidOnlyWhereItIsSure(string left, string right, bool atMost) =>
        Assert.Equal(atMost, ExpressionOrder.IsAtMost(DutyExpression.Parse(left), DutyExpression.Parse(right)));

    private static string Long(string part) => string.Concat(Enumerable.Repeat(part, 100_000));

    private static Measure Brought(ProposalContent content) => content.Amendments[0].Measure;

    private static ProposalContent Only(ProposalContent content)
    {
        content.Amendments.Clear();
        return content;
    }

    private static void Worded(ProposalContent content, Measure measure, Action<Measure> changes)
    {
        var worded = new Measure(measure) { ValidFrom = "" };
        changes(worded);
        Only(content).Amendments.Add(new MeasureAmendment { Id = measure.Id, Measure = worded });
    }

    private static Measure Preference() => Founding.Measures.First(one => one.Type == MeasureType.CertifiedSupplier);

    private static Measure Levy() => Founding.Measures.First(
        one => one.Type == MeasureType.PriceFloor && one.Expression.EndsWith("Dy2O3", StringComparison.Ordinal));

    private static PublishedTariff Published(TariffDocument? document = null) => new(
        new TariffVersion
        {
            Number = 1,
            ValidFrom = "2027-01-04",
            PublishedAt = Timestamp.FromDateTime(DateTime.UnixEpoch),
        },
        [],
        document ?? Founding,
        TariffSnapshot.Compile(TariffDocuments.ToTariff(document ?? Founding)));
}
