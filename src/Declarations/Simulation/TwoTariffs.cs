using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Engine;
using Regime = CrmClub.Contracts.Tariffs.V1.MeasureType;

namespace CrmClub.Declarations.Simulation;

/// <summary>Decides declarations by two tariffs, on all else that their own decisions cite. Pure.</summary>
/// <param name="before">The version as it is.</param>
/// <param name="after">The same with the proposal.</param>
/// <param name="standing">What is known.</param>
internal sealed class TwoTariffs(TariffSnapshot before, TariffSnapshot after, Standing standing)
{
    private const string EuroSeries = "EU-MONTHLY";
    private const int CentDecimals = 2;

    /// <summary>Adds a declaration to the sums; nothing of one that was invalidated.</summary>
    public void Add(Tally tally, StoredRevision stored)
    {
        if (stored.Decision.Invalidated)
            return;
        var basis = Basis.Cited(standing, stored);
        var (policy, day) = (basis.Engine.Policy, basis.Day);
        var (one, other) = (basis.Engine with { Tariff = before }, basis.Engine with { Tariff = after });
        var items = new List<ItemOutcome>(stored.Declaration.Items.Count);
        foreach (var consignment in Assessor.ConsignmentsOf(stored.Declaration, basis))
        {
            var (former, next) = (DutyCalculator.Decide(one, consignment), DutyCalculator.Decide(other, consignment));
            if (former.Outcome == DutyOutcome.NotDecided || next.Outcome == DutyOutcome.NotDecided)
            {
                tally.Undecided++;
                return;
            }

            items.Add(new ItemOutcome(consignment, former.Duty, next.Duty, new Switch(
                (Regime)former.Regime, (Regime)next.Regime, former.Outcome == DutyOutcome.NotAllowed,
                next.Outcome == DutyOutcome.NotAllowed)));
        }

        var rate = policy.Currency == Tally.Euro ? null : RateOf(basis.Engine, day);
        var isEuro = policy.Currency == Tally.Euro || rate is not null;
        var (party, _, own, euro) = tally.Of(
            stored.Identity.Administration, policy.Party, policy.Currency);
        var outcome = Of(items, policy);
        own.Add(outcome);
        if (!isEuro)
        {
            tally.WithoutRate++;
            return;
        }

        var converted = new Outcome(
            Convert(outcome.Before, rate), Convert(outcome.After, rate),
            items.Sum(item => Convert(item.After, rate) - Convert(item.Before, rate)), outcome.Items, outcome.Switched);
        euro.Add(converted);
        tally.Parties[party].Add(converted);
        tally.Total.Add(converted);
        foreach (var item in items)
            Add(tally, item, Convert(item.Before, rate), Convert(item.After, rate));
    }

    private void Add(Tally tally, in ItemOutcome item, decimal from, decimal to)
    {
        if (before.FindLine(item.Consignment.GoodsCode) is not { } line)
            return;
        var switched = !item.Switch.IsNone;
        tally.Origins[item.Consignment.Origin].Add(from, to, switched);
        tally.Materials[line.Material].Add(from, to, switched);
        tally.Suppliers[item.Consignment.Facility].Add(from, to, switched);
        if (switched)
            tally.Add(item.Switch, to - from);
    }

    private static Outcome Of(List<ItemOutcome> items, AdministrationPolicy policy)
    {
        var (from, to) = (items.Sum(item => item.Before), items.Sum(item => item.After));
        return new Outcome(
            DeclarationTotal.Of(policy.Rounding, from), DeclarationTotal.Of(policy.Rounding, to), to - from,
            items.Count, items.Count(item => !item.Switch.IsNone));
    }

    private static ExchangeRate? RateOf(DutyBasis basis, DateOnly day) =>
        basis.Rates.Find(basis.Policy.ExchangeRateSeries, day, basis.Policy.Currency, Tally.Euro)
            ?? basis.Rates.Find(EuroSeries, day, basis.Policy.Currency, Tally.Euro);

    private static decimal Convert(decimal amount, ExchangeRate? rate) => rate is null ? amount : Math.Round(
        rate.Base == Tally.Euro ? amount / rate.Rate : amount * rate.Rate, CentDecimals,
        MidpointRounding.AwayFromZero);

    private readonly record struct ItemOutcome(
        Consignment Consignment, decimal Before, decimal After, Switch Switch);
}
