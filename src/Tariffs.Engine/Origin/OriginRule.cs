using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine.Origin;

/// <summary>
/// What a product must meet to originate in the club: <c>WO</c>, <c>CC</c>, <c>CTH except 8431</c>, <c>CTSH</c>,
/// <c>RVC 45 % build-down</c>, <c>MaxNOM 40 % EXW</c>, <c>MaxWeight 20 % of 04</c>, <c>SP separation</c>, joined
/// by <c>and</c> and <c>or</c> (<c>and</c> binds first). The forms are those of product-specific rules in force,
/// as in the EU–Japan Agreement for an Economic Partnership, annex 3-B.
/// </summary>
public abstract record OriginRule
{
    /// <summary>Most characters of a rule.</summary>
    public const int LengthMax = 500;

    /// <summary>Reads a rule; parsing what <see cref="object.ToString"/> gives leads to the same rule.</summary>
    /// <param name="text">The rule.</param>
    /// <param name="rule">The rule, null where the text is none.</param>
    /// <param name="error">Where it breaks off.</param>
    public static bool TryParse(string text, out OriginRule? rule, out ExpressionError? error) =>
        OriginRuleReader.TryRead(text, out rule, out error);

    /// <summary>This rule and all that it is joined of.</summary>
    public IEnumerable<OriginRule> Parts() =>
        this is JoinedRules joined ? joined.Rules.SelectMany(one => one.Parts()).Prepend(this) : [this];
}

/// <summary>Mined, harvested or collected as waste there, of nothing from elsewhere.</summary>
public sealed record WhollyObtained : OriginRule
{
    /// <inheritdoc/>
    public override string ToString() => "WO";
}

/// <summary>How much of the code must change; the number of its digits.</summary>
public enum ShiftLevel
{
    /// <summary>Change of chapter.</summary>
    Chapter = 2,

    /// <summary>Change of heading.</summary>
    Heading = 4,

    /// <summary>Change of subheading.</summary>
    Subheading = 6,
}

/// <summary>All inputs that don't originate are of another chapter, heading or subheading.</summary>
/// <param name="Level">Of which.</param>
/// <param name="Except">Chapters, headings and subheadings from which a change doesn't count.</param>
public sealed record TariffShift(ShiftLevel Level, IReadOnlyList<string> Except) : OriginRule
{
    /// <summary>Whether an input of this code has not changed as the rule wants it.</summary>
    public bool Fails(string input, string product) =>
        Same(input, product) || Except.Any(code => input.StartsWith(code, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString()
    {
        var name = Level switch { ShiftLevel.Chapter => "CC", ShiftLevel.Heading => "CTH", _ => "CTSH" };
        return Except.Count == 0 ? name : $"{name} except {string.Join(", ", Except)}";
    }

    /// <inheritdoc/>
    public bool Equals(TariffShift? other) =>
        other is not null && Level == other.Level && Except.SequenceEqual(other.Except);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Level, Except.Count);

    // A code too short to tell is taken for the same: nothing is guessed in the product's favour.
    private bool Same(string input, string product)
    {
        var digits = Math.Min((int)Level, Math.Min(input.Length, product.Length));
        return string.CompareOrdinal(input, 0, product, 0, digits) == 0;
    }
}

/// <summary>Regional value content, not less than a share of the free-on-board price.</summary>
/// <param name="Percent">The share.</param>
/// <param name="BuildUp">Of what originates; else the price without what does not.</param>
public sealed record ValueContent(decimal Percent, bool BuildUp) : OriginRule
{
    /// <inheritdoc/>
    public override string ToString() => $"RVC {DecimalText.Of(Percent)} % {(BuildUp ? "build-up" : "build-down")}";
}

/// <summary>Value of the inputs that don't originate, at most a share of a price.</summary>
/// <param name="Percent">The share.</param>
/// <param name="OfFreeOnBoard">Of the free-on-board price; else of the ex-works price.</param>
public sealed record NonOriginatingMax(decimal Percent, bool OfFreeOnBoard) : OriginRule
{
    /// <inheritdoc/>
    public override string ToString() => $"MaxNOM {DecimalText.Of(Percent)} % {(OfFreeOnBoard ? "FOB" : "EXW")}";
}

/// <summary>Weight of the inputs of some codes that don't originate, at most a share of the product's.</summary>
/// <param name="Percent">The share.</param>
/// <param name="Codes">Chapters, headings and subheadings, taken together.</param>
public sealed record NonOriginatingWeight(decimal Percent, IReadOnlyList<string> Codes) : OriginRule
{
    /// <summary>Whether an input of this code is one of those that are weighed.</summary>
    public bool Weighs(string input) => Codes.Any(code => input.StartsWith(code, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => $"MaxWeight {DecimalText.Of(Percent)} % of {string.Join(", ", Codes)}";

    /// <inheritdoc/>
    public bool Equals(NonOriginatingWeight? other) =>
        other is not null && Percent == other.Percent && Codes.SequenceEqual(other.Codes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Percent, Codes.Count);
}

/// <summary>A named process, carried out in the club.</summary>
/// <param name="Process">Its name, for instance "separation".</param>
public sealed record NamedProcess(string Process) : OriginRule
{
    /// <inheritdoc/>
    public override string ToString() => $"SP {Process}";
}

/// <summary>Several rules of which all, or one, must be met.</summary>
/// <param name="All">All; else one of them.</param>
/// <param name="Rules">Two or more.</param>
public sealed record JoinedRules(bool All, IReadOnlyList<OriginRule> Rules) : OriginRule
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(
        All ? " and " : " or ", Rules.Select(rule => rule is JoinedRules ? $"({rule})" : $"{rule}"));

    /// <inheritdoc/>
    public bool Equals(JoinedRules? other) =>
        other is not null && All == other.All && Rules.SequenceEqual(other.Rules);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(All, Rules.Count);
}
