using RulesEngine.Models;

namespace CrmClub.Engine;

/// <summary>Microsoft RulesEngine with three rules, each with its amount as output.</summary>
internal sealed class MicrosoftRules
{
    private const string Workflow = "duty";

    private readonly RulesEngine.RulesEngine _engine = new([new Workflow
    {
        WorkflowName = Workflow,
        Rules =
        [
            Rule("base", "!item.Certified",
                Cents("Math.Min(Math.Max(item.Value * item.Rate, item.Kilograms * item.Least), "
                    + "item.Kilograms * item.Most)")),
            Rule("certified", "item.Certified", Cents("item.Value * 0.04m")),
            Rule("floor", "item.Kilograms > 0m",
                Cents("Math.Max(0m, item.Kilograms * 0.97m * 325m - item.Value)")),
        ],
    }], new ReSettings { CustomTypes = [typeof(MidpointRounding)] });

    public decimal Decide(PickedItem item)
    {
        var duty = 0m;
        var results = _engine.ExecuteAllRulesAsync(Workflow, [new RuleParameter("item", item)]).AsTask();
        foreach (var result in results.GetAwaiter().GetResult())
            duty += result.IsSuccess ? Convert.ToDecimal(result.ActionResult.Output) : 0;
        return duty;
    }

    private static string Cents(string amount) => $"Math.Round({amount}, 2, MidpointRounding.AwayFromZero)";

    private static Rule Rule(string name, string condition, string amount) => new()
    {
        RuleName = name,
        Expression = condition,
        Actions = new RuleActions
        {
            OnSuccess = new ActionInfo { Name = "OutputExpression", Context = new() { ["expression"] = amount } },
        },
    };
}
