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
                "Math.Round(Math.Max(item.Value * 0.08m, item.Kilograms * 2m), 2)"),
            Rule("certified", "item.Certified", "Math.Round(item.Value * 0.04m, 2)"),
            Rule("floor", "item.Kilograms > 0m",
                "Math.Round(Math.Max(0m, item.Kilograms * 0.97m * 325m - item.Value), 2)"),
        ],
    }]);

    public decimal Decide(PickedItem item)
    {
        var duty = 0m;
        var results = _engine.ExecuteAllRulesAsync(Workflow, [new RuleParameter("item", item)]).AsTask();
        foreach (var result in results.GetAwaiter().GetResult())
            duty += result.IsSuccess ? Convert.ToDecimal(result.ActionResult.Output) : 0;
        return duty;
    }

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
