namespace CrmClub.Tariffs.Engine.Origin;

/// <summary>Whether a product originates in the club, and why.</summary>
/// <param name="IsClubOrigin">Whether it does.</param>
/// <param name="Country">Country of the last operation that is more than minimal; empty where it does not.</param>
/// <param name="By">What gave it the origin, or what it lacks.</param>
/// <param name="Rules">Each part of the rule, in its order.</param>
/// <param name="Inputs">Each input, those of what was made in the club after it.</param>
public sealed record OriginAnswer(
    bool IsClubOrigin,
    string Country,
    string By,
    IReadOnlyList<RuleFinding> Rules,
    IReadOnlyList<InputFinding> Inputs);

/// <summary>Whether one part of a rule is met.</summary>
/// <param name="Rule">The part, for instance "RVC 45 % build-down".</param>
/// <param name="IsMet">Whether it is.</param>
/// <param name="Reason">Why, with its figures.</param>
public sealed record RuleFinding(string Rule, bool IsMet, string Reason);

/// <summary>How an input counts.</summary>
/// <param name="Path">Its place, for instance "inputs[0].made.inputs[1]".</param>
/// <param name="GoodsCode">HS code.</param>
/// <param name="Value">In the currency of the prices.</param>
/// <param name="Originates">Whether it counts as the club's.</param>
/// <param name="Reason">Why.</param>
public sealed record InputFinding(string Path, string GoodsCode, decimal Value, bool Originates, string Reason);
