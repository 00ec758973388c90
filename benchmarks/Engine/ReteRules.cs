using NRules;
using NRules.Fluent;
using NRules.Fluent.Dsl;

namespace CrmClub.Engine;

/// <summary>NRules with the same three, in a session that is kept.</summary>
internal sealed class ReteRules
{
    private readonly ISession _session;

    public ReteRules()
    {
        var repository = new RuleRepository();
        repository.Load(rules => rules.NestedTypes().From(
            typeof(BaseRule), typeof(CertifiedRule), typeof(FloorRule)));
        _session = repository.Compile().CreateSession();
    }

    public decimal Decide(PickedItem item)
    {
        item.Duty = 0;
        _session.Insert(item);
        _session.Fire();
        _session.Retract(item);
        return item.Duty;
    }

    public sealed class BaseRule : Rule
    {
        public override void Define()
        {
            PickedItem item = null!;
            When().Match(() => item, one => !one.Certified);
            Then().Do(_ => Add(item, Math.Min(
                Math.Max(item.Value * item.Rate, item.Kilograms * item.Least), item.Kilograms * item.Most)));
        }
    }

    public sealed class CertifiedRule : Rule
    {
        public override void Define()
        {
            PickedItem item = null!;
            When().Match(() => item, one => one.Certified);
            Then().Do(_ => Add(item, item.Value * 0.04m));
        }
    }

    public sealed class FloorRule : Rule
    {
        public override void Define()
        {
            PickedItem item = null!;
            When().Match(() => item, one => one.Kilograms > 0);
            Then().Do(_ => Add(item, Math.Max(0, (item.Kilograms * 0.97m * 325) - item.Value)));
        }
    }

    private static void Add(PickedItem item, decimal amount) =>
        item.Duty += decimal.Round(amount, 2, MidpointRounding.AwayFromZero);
}
