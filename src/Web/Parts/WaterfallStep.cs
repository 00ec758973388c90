namespace CrmClub.Web.Parts;

/// <summary>A bar of a waterfall.</summary>
/// <param name="Label">What it is.</param>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="IsTotal">Whether it stands on nothing, and is no change.</param>
public sealed record WaterfallStep(string Label, decimal From, decimal To, bool IsTotal)
{
    /// <summary>By how much the sum becomes higher; of a total the sum itself.</summary>
    public decimal Amount => To - From;

    /// <summary>Bars of changes one after the other, each from where the one before it ended.</summary>
    public static List<WaterfallStep> Of(decimal from, IEnumerable<(string Label, decimal Amount)> changes)
    {
        var steps = new List<WaterfallStep>();
        var at = from;
        foreach (var (label, amount) in changes)
            steps.Add(new(label, at, at += amount, false));
        return steps;
    }

    /// <summary>A bar of the whole.</summary>
    public static WaterfallStep Total(string label, decimal amount) => new(label, 0, amount, true);
}
