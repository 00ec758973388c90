using System.Globalization;
using System.Text.RegularExpressions;
using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine.Origin;

/// <summary>Reads rules of origin, word by word.</summary>
internal sealed partial class OriginRuleReader
{
    private const int DepthMax = 20;
    private const decimal PercentMax = 100;
    private const string AnyRule = "WO, CC, CTH, CTSH, RVC, MaxNOM, MaxWeight, SP or (";

    private readonly Match[] _words;
    private readonly int _end;
    private int _at;
    private int _depth;

    private OriginRuleReader(string text)
    {
        _words = Word().Matches(text).ToArray();
        _end = text.TrimEnd().Length + 1;
    }

    public static bool TryRead(string text, out OriginRule? rule, out ExpressionError? error)
    {
        (rule, error) = (null, null);
        if (text.Length > OriginRule.LengthMax)
        {
            error = new ExpressionError(
                OriginRule.LengthMax + 1, $"{text.Length} characters", $"at most {OriginRule.LengthMax}");
            return false;
        }

        try
        {
            var reader = new OriginRuleReader(text);
            var read = reader.Joined(all: false);
            reader.Expect(reader.Next is null, "and, or, or the end");
            rule = read;
            return true;
        }
        catch (ExpressionException broken)
        {
            error = broken.Error;
            return false;
        }
    }

    private string? Next => _at < _words.Length ? _words[_at].Value : null;

    private OriginRule Joined(bool all)
    {
        var rules = new List<OriginRule>();
        do rules.Add(all ? Single() : Joined(all: true));
        while (Takes(all ? "and" : "or"));
        return rules.Count == 1 ? rules[0] : new JoinedRules(all, rules);
    }

    private OriginRule Single()
    {
        if (Takes("("))
        {
            Expect(++_depth <= DepthMax, $"at most {DepthMax} parentheses within each other");
            var inner = Joined(all: false);
            Expect(Takes(")"), ")");
            _depth--;
            return inner;
        }

        if (Takes("WO")) return new WhollyObtained();
        if (Takes("CC")) return Shift(ShiftLevel.Chapter);
        if (Takes("CTH")) return Shift(ShiftLevel.Heading);
        if (Takes("CTSH")) return Shift(ShiftLevel.Subheading);
        if (Takes("RVC")) return new ValueContent(Percent(), OneOf("build-up", "build-down"));
        if (Takes("MaxNOM")) return new NonOriginatingMax(Percent(), OneOf("FOB", "EXW"));
        if (Takes("MaxWeight")) return Weight();
        if (Takes("SP")) return new NamedProcess(Take(Next is { } name && ProcessName().IsMatch(name), "a process"));
        throw Broken(AnyRule);
    }

    private TariffShift Shift(ShiftLevel level)
    {
        if (!Takes("except")) return new TariffShift(level, []);
        Takes("from");
        return new TariffShift(level, Codes());
    }

    private NonOriginatingWeight Weight()
    {
        var share = Percent();
        Expect(Takes("of"), "of");
        return new NonOriginatingWeight(share, Codes());
    }

    private List<string> Codes()
    {
        var codes = new List<string>();
        do codes.Add(Take(Next is { } code && Code().IsMatch(code), "a code of 2, 4 or 6 digits"));
        while (Takes(","));
        return codes;
    }

    private decimal Percent()
    {
        var share = 0m;
        Take(decimal.TryParse(Next, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out share)
            && share is >= 0 and <= PercentMax, "a share of 0 to 100 %");
        Takes("%");
        return share;
    }

    private bool OneOf(string one, string other)
    {
        if (Takes(one)) return true;
        Expect(Takes(other), $"{one} or {other}");
        return false;
    }

    private bool Takes(string word)
    {
        if (!string.Equals(Next, word, StringComparison.OrdinalIgnoreCase)) return false;
        _at++;
        return true;
    }

    private string Take(bool fits, string expected)
    {
        Expect(fits, expected);
        return _words[_at++].Value;
    }

    private void Expect(bool holds, string expected)
    {
        if (!holds) throw Broken(expected);
    }

    private ExpressionException Broken(string expected) => new(new ExpressionError(
        Next is null ? _end : _words[_at].Index + 1, Next is null ? "the end" : $"'{Next}'", expected));

    [GeneratedRegex(@"[(),%]|[^\s(),%]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^([0-9]{2}|[0-9]{4}|[0-9]{6})$")]
    private static partial Regex Code();

    [GeneratedRegex(@"^[a-z][a-z0-9-]{1,39}$")]
    private static partial Regex ProcessName();
}
