using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// One line of a measure's conditions, as TARIC has them. Lines of one code are alternatives in their order, the last
/// without requirement is the <i>else</i>; of different codes each must be met.
/// </summary>
/// <param name="Code">One of <see cref="ConditionCode.All"/>.</param>
/// <param name="Sequence">Place among the lines of its code.</param>
/// <param name="Document">Document that must be presented; empty where none.</param>
/// <param name="Threshold">Price, value, quantity or ratio to be compared; null where none.</param>
/// <param name="Action">One of <see cref="ConditionAction.All"/>.</param>
/// <param name="Duty">The duty of the action; null where it states none.</param>
public sealed record Condition(
    string Code, int Sequence, string Document, Threshold? Threshold, string Action, DutyExpression? Duty)
{
    /// <summary>Whether it asks for nothing: the <i>else</i>.</summary>
    public bool IsElse => Document.Length == 0 && Threshold is null;

    /// <summary>For instance "B 1: document 9XYZ, action 27".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Code} {Sequence}: {Requirement}, action {Action}");

    private string Requirement => Document.Length > 0 ? $"document {Document}"
        : Threshold is { } threshold
            ? $"{ConditionCode.Find(Code)!.Subject} {ConditionCode.Find(Code)!.Sign} {threshold}"
            : "otherwise";
}

/// <summary>A code of conditions.</summary>
/// <param name="Code">One letter, as in TARIC.</param>
/// <param name="Subject">What of the goods its threshold is compared with.</param>
/// <param name="Sign">How: "≤", "≥" or ">"; empty where it has no threshold.</param>
public sealed record ConditionCode(string Code, string Subject, string Sign)
{
    private const string Document = "document";

    private static readonly Dictionary<string, ConditionCode> Table = new ConditionCode[]
    {
        new("A", Document, ""), new("B", Document, ""), new("C", Document, ""), new("H", Document, ""),
        new("Q", Document, ""), new("Y", Document, ""), new("Z", Document, ""),
        new("E", "quantity or price", "≤"), new("I", "quantity or price", "≤"),
        new("F", "net free-at-frontier price", "≥"), new("G", "CIF price", "≥"), new("M", "declared price", "≥"),
        new("N", "CIF price", "≥"), new("V", "import price", "≥"),
        new("R", "net mass by supplementary unit", "≥"), new("U", "value by supplementary unit", ">"),
        new("L", "CIF price", ">"), new("J", "quantity or price", ">"), new("O", "quantity or price", ">"),
        new("X", "quantity or price", ">"),
    }.ToDictionary(one => one.Code);

    /// <summary>Every code.</summary>
    public static IReadOnlyCollection<ConditionCode> All => Table.Values;

    /// <summary>The code; null where there is none.</summary>
    public static ConditionCode? Find(string code) => Table.GetValueOrDefault(code);

    /// <summary>Whether what is measured meets the threshold.</summary>
    internal bool Holds(Exact measured, Exact threshold) => Sign switch
    {
        "≤" => !(measured > threshold),
        "≥" => !(measured < threshold),
        ">" => measured > threshold,
        _ => false,
    };
}

/// <summary>What an action brings about.</summary>
public enum ConditionEffect
{
    /// <summary>The duty that it states applies, or the measure's own where it states none.</summary>
    Duty,

    /// <summary>What the customs value lacks to the price that it states, or to its threshold, is due.</summary>
    Difference,

    /// <summary>The measure does not apply.</summary>
    NotApplicable,

    /// <summary>The goods are not allowed.</summary>
    NotAllowed,

    /// <summary>The goods are allowed, and the measure's own duty applies where it has one.</summary>
    Allowed,
}

/// <summary>An action of conditions.</summary>
/// <param name="Code">Two digits, as in TARIC.</param>
/// <param name="Effect">What it brings about.</param>
public sealed record ConditionAction(string Code, ConditionEffect Effect)
{
    private static readonly Dictionary<string, ConditionAction> Table = new (ConditionEffect Effect, string[] Codes)[]
    {
        (ConditionEffect.Duty, ["01", "27", "34"]),
        (ConditionEffect.Difference, ["02", "03", "11", "12", "13", "15"]),
        (ConditionEffect.NotApplicable, ["07"]),
        (ConditionEffect.NotAllowed, ["04", "05", "06", "08", "09"]),
        (ConditionEffect.Allowed, ["24", "25", "26", "28", "29"]),
    }.SelectMany(row => row.Codes.Select(code => new ConditionAction(code, row.Effect))).ToDictionary(one => one.Code);

    /// <summary>Every action.</summary>
    public static IReadOnlyCollection<ConditionAction> All => Table.Values;

    /// <summary>The action; null where there is none.</summary>
    public static ConditionAction? Find(string code) => Table.GetValueOrDefault(code);
}
