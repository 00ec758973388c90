using System.Globalization;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Web.Risk;

/// <summary>A profile as it is written into the page; its rule's values in the order of the kind's fields.</summary>
internal sealed class RiskForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public string? Id { get; set; }

    public string? TitleEn { get; set; }

    public string? TitleJa { get; set; }

    public RiskRule.KindOneofCase Kind { get; set; }

    public string? Value1 { get; set; }

    public string? Value2 { get; set; }

    public string? Value3 { get; set; }

    public string? Points { get; set; }

    public string? DocumentCheckFrom { get; set; }

    public string? PhysicalControlFrom { get; set; }

    public bool Holds { get; set; }

    public IReadOnlyList<string?> Values => [Value1, Value2, Value3];

    /// <summary>As a profile stands now.</summary>
    public static RiskForm Of(RiskProfile profile)
    {
        var values = RiskRules.FieldsOf(profile.Rule.KindCase)
            .Select(field => RiskRules.ValueOf(profile.Rule, field)).ToList();
        return new()
        {
            Id = profile.Id,
            TitleEn = profile.TitleEn,
            TitleJa = profile.TitleJa,
            Kind = profile.Rule.KindCase,
            Value1 = values.ElementAtOrDefault(0),
            Value2 = values.ElementAtOrDefault(1),
            Value3 = values.ElementAtOrDefault(2),
            Points = $"{profile.Points}",
            DocumentCheckFrom = $"{profile.DocumentCheckFrom}",
            PhysicalControlFrom = $"{profile.PhysicalControlFrom}",
            Holds = profile.Holds,
        };
    }

    /// <summary>What is written; names of the form's fields that hold no number instead, where there are any.</summary>
    public (RiskProfileDraft? Draft, IReadOnlyList<string> NoNumbers) Read()
    {
        string[] wrong =
        [
            .. new[]
            {
                (nameof(Points), Points), (nameof(DocumentCheckFrom), DocumentCheckFrom),
                (nameof(PhysicalControlFrom), PhysicalControlFrom),
            }.Where(one => !IsNumber(one.Item2)).Select(one => one.Item1),
            .. RiskRules.FieldsOf(Kind).Index().Where(one =>
                one.Item is { IsRepeated: false, FieldType: Google.Protobuf.Reflection.FieldType.Int32 }
                && !IsNumber(Values[one.Index])).Select(one => NameOf(one.Index)),
        ];
        return wrong.Length > 0 ? (null, wrong) : (new()
        {
            Id = Id?.Trim() ?? "",
            TitleEn = TitleEn?.Trim() ?? "",
            TitleJa = TitleJa?.Trim() ?? "",
            Rule = RiskRules.Read(Kind, Values),
            Points = Number(Points),
            DocumentCheckFrom = Number(DocumentCheckFrom),
            PhysicalControlFrom = Number(PhysicalControlFrom),
            Holds = Holds,
        }, []);
    }

    /// <summary>The form's field in which the rule's value of that place stands.</summary>
    public static string NameOf(int place) => $"Value{place + 1}";

    private static bool IsNumber(string? text) => string.IsNullOrWhiteSpace(text)
        || int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static int Number(string? text) =>
        string.IsNullOrWhiteSpace(text) ? 0 : int.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
