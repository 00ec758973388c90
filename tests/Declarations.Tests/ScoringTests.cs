using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Testing;
using CsCheck;

namespace CrmClub.Declarations.Tests;

/// <summary>The founding profiles, rule by rule. The reference price is 300 USD per kg of Dy2O3.</summary>
public sealed class ScoringTests
{
    private static readonly RiskProfile[] Founding = [.. StrictJson.Read<FoundingRiskProfiles>(
        File.ReadAllBytes(Path.Combine(Checkout.FoundingDirectory, "risk-profiles.json"))).Profiles];

    private static readonly string[] Mixed =
        ["as usual", "related, gross 400, dispatch VN", "price 0.30", "revoked", "quantity 254000"];

    public static TheoryData<string, string, string> Cases => new()
    {
        { "as usual", "", "Release" },
        { "net mass 17999", "", "Release" },
        { "net mass 18000", "R1A", "Release" },
        { "net mass 20000", "R1A", "Release" },
        { "net mass 20200", "R1B", "PhysicalControl" },
        { "price 210", "", "Release" },
        { "price 209.99", "R2", "Release" },
        { "price 390", "", "Release" },
        { "price 390.01", "R2", "Release" },
        { "price 0.30", "R12 R2", "PhysicalControl" },
        { "price 300000", "R12 R2", "PhysicalControl" },
        { "dispatch SG", "", "Release" },
        { "dispatch VN", "R5", "Release" },
        { "gross 381", "", "Release" },
        { "gross 381.01", "R7", "DocumentCheck" },
        { "assay 0.98", "", "Release" },
        { "assay 0.979", "R8", "Release" },
        { "related", "R10", "Release" },
        { "related, gross 400, dispatch VN", "R10 R5 R7", "PhysicalControl" },
        { "day 2027-03-04", "R9", "Release" },
        { "day 2027-03-05", "", "Release" },
        { "quantity 254000", "R12", "DocumentCheck" },
        { "quantity 254", "", "Release" },
        { "revoked", "R1B", "PhysicalControl" },
        { "other facility", "R1B", "PhysicalControl" },
        { "out of scope", "", "Release" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Score_OfAnItem_IsWhatItsProfilesSay(string what, string hits, string recommendation)
    {
        var control = Score(Of(what), Set(Founding.Where(one => one.Rule.Random is null)),
            what == "revoked" ? World.Revoked("2027-02-01") : World.Issued());

        Assert.Equal(hits, string.Join(' ', (control?.Hits ?? []).Select(hit => hit.Profile)));
        Assert.Equal(recommendation, control is null ? "Release" : $"{(ControlRecommendation)control.Recommendation}");
    }

    [Fact]
    public void FoundingProfiles_KeepEveryRule_AndHoldNothing()
    {
        var faults = new Violations();
        foreach (var profile in Founding)
            ProfileRules.Check(profile, "", faults);

        Assert.Empty(faults.All);
        Assert.DoesNotContain(Founding, profile => profile.Holds || profile.Administration.Length > 0);
        Assert.Equal(Founding.Length, Founding.Select(profile => profile.Id).Distinct().Count());
    }

    [Fact]
    public void Score_InWhateverOrderProfilesCome_IsTheSame() =>
        Gen.Select(Gen.Shuffle(Founding), Gen.Guid, Gen.Int[0, 4])
        .Sample((shuffled, id, at) =>
        {
            var declaration = Of(Mixed[at]);
            Assert.Equal(Score(declaration, Set(Founding), World.Issued(), id),
                Score(declaration, Set(shuffled), World.Issued(), id));
        }, iter: 200);

    [Fact]
    public void Recommend_WithAnotherProfileBeside_IsNeverLess() =>
        Gen.Select(Gen.Shuffle(Founding, 1, Founding.Length), Gen.Int[0, Founding.Length - 1])
        .Sample((hits, extra) => Scoring.Recommend([.. hits, Founding[extra]]) >= Scoring.Recommend(hits));

    [Fact]
    public void Draw_OfManyDeclarations_IsTheShareAndEachTheSameAgain()
    {
        var ids = Enumerable.Range(0, 50_000).Select(_ => Guid.CreateVersion7()).ToList();

        var drawn = ids.Where(id => RiskRules.IsDrawn(id, "RND1", 200)).ToList();

        // 1,000 are expected; six standard deviations are 188.
        Assert.InRange(drawn.Count, 812, 1188);
        Assert.All(drawn, id => Assert.True(RiskRules.IsDrawn(id, "RND1", 200)));
        // Profiles draw apart: 2 % of 2 %.
        Assert.InRange(drawn.Count(id => RiskRules.IsDrawn(id, "RND3", 200)), 0, 60);
    }

    [Fact]
    public void Score_WithFiguresOfAnySize_IsGiven() =>
        Gen.Select(Size, Size, Size).Sample((mass, value, quantity) =>
        {
            var declaration = Of($"quantity {Wire.Decimal(quantity)}");
            declaration.Items[0].NetMassKg = declaration.Items[0].GrossMassKg = Wire.Decimal(mass);
            declaration.Items[0].CustomsValue.Amount = Wire.Decimal(value);
            Score(declaration, Set(Founding), World.Issued());
        });

    [Fact]
    public void Score_WhereNothingHits_AllocatesNothing()
    {
        var declaration = Of("as usual");
        var standing = Standing(World.Issued());
        var basis = Basis.OfNow(standing, declaration, Guid.NewGuid());
        var certificates = basis.Certificates.Values
            .Select(one => Certificates.ToEvidence(one)!).ToList();
        var consignment = Consignments.FromItem(declaration.Items[0], basis.Day, certificates);
        var profiles = Set(Founding.Where(one => one.Rule.Random is null)).For("DE");
        var stored = Assessor.Decide(declaration, basis).Decision.Items[0];

        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
            Run();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            var facts = new ItemFacts(declaration, consignment, basis, stored);
            if (Scoring.Score(profiles, ref facts) is not null)
                throw new InvalidOperationException("It hits.");
        }
    }

    private static Gen<decimal> Size => Gen.Select(Gen.Int[1, 9], Gen.Int[-15, 15], (digit, exponent) =>
        exponent < 0 ? digit / (decimal)Math.Pow(10, -exponent) : digit * (decimal)Math.Pow(10, exponent));

    private static ProfileSet Set(IEnumerable<RiskProfile> profiles) => new(1, profiles);

    private static Standing Standing(Certificate certificate) => World.Standing(certificate) with
    {
        Tariffs = new TariffView([World.Release()], [], 1,
            new ExchangeRateTable(World.Rates().Select(rate => ExchangeRates.From(rate, 1))),
            new ReferencePriceTable([ExchangeRates.From(World.Price("Dy", "Dy2O3", "300"), 1)])),
    };

    private static StoredControl? Score(
        Declaration declaration, ProfileSet profiles, Certificate certificate, Guid? id = null)
    {
        var basis = Basis.OfNow(Standing(certificate), declaration, id ?? Guid.NewGuid()) with { Profiles = profiles };
        return Assessor.Decide(declaration, basis).Decision.Items[0].Control;
    }

    private static Declaration Of(string what)
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        var item = declaration.Items[0];
        foreach (var one in what.Split(", "))
        {
            var value = one.Split(' ')[^1];
            if (one.StartsWith("net mass"))
                (item.NetMassKg, item.GrossMassKg, item.CustomsValue.Amount) =
                    (value, value, $"{int.Parse(value) * 300}");
            else if (one.StartsWith("price"))
                item.CustomsValue.Amount = Wire.Decimal(254 * Wire.ParseDecimal(value));
            else if (one.StartsWith("dispatch"))
                declaration.DispatchCountry = value;
            else if (one.StartsWith("gross"))
                item.GrossMassKg = value;
            else if (one.StartsWith("day"))
            {
                (declaration.AcceptanceDay, declaration.InvoiceCurrency) = (value, "EUR");
                item.CustomsValue = new() { Amount = "67733", Currency = "EUR" };
            }
            else if (one == "related")
                declaration.RelatedParties = true;
            else if (one == "other facility")
                item.Facility = "MY-8";
            else if (one == "out of scope")
                item.GoodsCode = "01012100";
            else if (one.StartsWith("assay") || one.StartsWith("quantity"))
                item.Documents.Add(new Contracts.Tariffs.V1.Document { Code = "9CRA", Reference = "A-1" });
            if (one.StartsWith("assay"))
                item.ContainedShare = value;
            if (one.StartsWith("quantity"))
                item.Quantities.Add(new Contracts.Tariffs.V1.Quantity { Amount = value, Unit = "kg Dy2O3" });
        }

        return declaration;
    }
}
