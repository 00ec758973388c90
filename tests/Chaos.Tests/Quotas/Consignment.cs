using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Chaos.Tests.Quotas;

/// <summary>Dysprosium oxide at 300 USD/kg from a certified plant, as its customs system knows it.</summary>
internal sealed class Consignment(SubmitDeclarationRequest sent, DeclarationAnswer answer)
{
    private const decimal UsdPerKg = 300, FloorAbove = 25, Rate = 0.10m, UsdPerEur = 1.125m, JpyPerUsd = 151.35m;
    private const decimal BaseStepJpy = 1000, DutyStepJpy = 100;

    public Declaration Declaration => sent.Declaration;

    public string Mrn => answer.Mrn;

    /// <summary>Id of what it has drawn last.</summary>
    public string Drawing { get; private set; } = answer.Items[0].Quota.Drawing;

    public DateOnly Day => DateOnly.ParseExact(Declaration.AcceptanceDay, "O", CultureInfo.InvariantCulture);

    public int Kg { get; private set; } = KgOf(sent.Declaration);

    public bool IsInvalidated { get; private set; }

    /// <summary>The same goods, but so many.</summary>
    public static void Weigh(Declaration declaration, int kg)
    {
        var item = declaration.Items[0];
        item.NetMassKg = item.GrossMassKg = Text(kg);
        item.CustomsValue = new Money { Amount = Text(kg * UsdPerKg), Currency = "USD" };
    }

    public void Amended(Declaration now, DeclarationAnswer anew)
    {
        (Kg, Drawing) = (KgOf(now), anew.Items[0].Quota.Drawing);
        Weigh(Declaration, Kg);
    }

    public void Invalidated() => (IsInvalidated, Kg) = (true, 0);

    /// <summary>What is due where so many kg are within the quota: 10 % and the levy on what is beyond.</summary>
    public decimal Duty(int withinKg)
    {
        var beyond = Kg - withinKg;
        if (Declaration.Administration != "JP")
            return Cents(Cents(beyond * UsdPerKg / UsdPerEur) * Rate) + Cents(beyond * FloorAbove / UsdPerEur);
        var jpy = Cut(beyond * UsdPerKg * JpyPerUsd, BaseStepJpy) * Rate + Cut(beyond * FloorAbove * JpyPerUsd, 1);
        return Cut(jpy, DutyStepJpy);

        static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
        static decimal Cut(decimal amount, decimal step) => Math.Floor(amount / step) * step;
    }

    public static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static int KgOf(Declaration declaration) =>
        int.Parse(declaration.Items[0].NetMassKg, CultureInfo.InvariantCulture);

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
