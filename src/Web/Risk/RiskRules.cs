using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CrmClub.Web.Risk;

/// <summary>The kinds of rules and their fields, as the contract has them.</summary>
internal static class RiskRules
{
    /// <summary>Every kind of rule.</summary>
    public static IEnumerable<RiskRule.KindOneofCase> Kinds =>
        Enum.GetValues<RiskRule.KindOneofCase>().Where(kind => kind != RiskRule.KindOneofCase.None);

    /// <summary>The kind's fields, in their order.</summary>
    public static IReadOnlyList<FieldDescriptor> FieldsOf(RiskRule.KindOneofCase kind) =>
        kind == RiskRule.KindOneofCase.None ? [] : FieldOf(kind).MessageType.Fields.InFieldNumberOrder().ToList();

    /// <summary>What a rule's field holds, as it is written into a page; empty where it holds nothing.</summary>
    public static string ValueOf(RiskRule? rule, FieldDescriptor field) =>
        rule is null || FieldOf(rule.KindCase).Accessor.GetValue(rule) is not IMessage found ? ""
            : field.Accessor.GetValue(found) switch
            {
                int number => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture),
                bool holds => holds ? "true" : "",
                IEnumerable<string> many => string.Join(' ', many),
                _ => "",
            };

    /// <summary>The rule of that kind with those values.</summary>
    /// <exception cref="FormatException">One of them is no number.</exception>
    public static RiskRule Read(RiskRule.KindOneofCase kind, IReadOnlyList<string?> values)
    {
        var rule = new RiskRule();
        if (kind == RiskRule.KindOneofCase.None)
            return rule;
        var made = FieldOf(kind).MessageType.Parser.ParseFrom(ByteString.Empty);
        foreach (var (place, field) in FieldsOf(kind).Index())
            Set(made, field, values[place]?.Trim() ?? "");
        FieldOf(kind).Accessor.SetValue(rule, made);
        return rule;
    }

    private static void Set(IMessage made, FieldDescriptor field, string value)
    {
        if (field.IsRepeated)
        {
            foreach (var one in value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                ((IList<string>)field.Accessor.GetValue(made)).Add(one.ToUpperInvariant());
        }
        else if (field.FieldType == FieldType.Bool)
        {
            field.Accessor.SetValue(made, value == "true");
        }
        else if (value.Length > 0)
        {
            field.Accessor.SetValue(
                made, int.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        }
    }

    // Of the oneof: its number is the case's.
    private static FieldDescriptor FieldOf(RiskRule.KindOneofCase kind) =>
        RiskRule.Descriptor.FindFieldByNumber((int)kind);
}
