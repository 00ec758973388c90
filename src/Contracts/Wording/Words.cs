using System.Globalization;
using System.Resources;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Contracts.Wording;

/// <summary>
/// Words of the trade in the reader's language (<see cref="CultureInfo.CurrentUICulture"/>): English, or one of the
/// resource files beside this one.
/// </summary>
public static class Words
{
    private static readonly ResourceManager Resources = new(typeof(Words));

    /// <summary>The words of that name.</summary>
    /// <exception cref="MissingManifestResourceException">There are none.</exception>
    public static string Get(string name) => Resources.GetString(name)
        ?? throw new MissingManifestResourceException($"There are no words for {name}.");

    /// <summary>The words of that name with values in their places.</summary>
    public static string Get(string name, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.InvariantCulture, Get(name), values);

    /// <summary>What is said in that language, whatever the reader's is.</summary>
    public static T In<T>(string language, Func<T> say)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return say();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>What is recommended, and why.</summary>
    public static string Of(ItemControl control)
    {
        var recommended = Enum.IsDefined(control.Recommendation)
            ? control.Recommendation : ControlRecommendation.Unspecified;
        var isJapanese = CultureInfo.CurrentUICulture.Name.StartsWith("ja", StringComparison.Ordinal);
        return Get("Control", Get($"{nameof(ControlRecommendation)}_{recommended}"), string.Join(' ',
            control.Reasons.Select(reason => $"{(isJapanese ? reason.TextJa : reason.TextEn)} ({reason.Profile})")));
    }

    public static string Of(DeclarationState state) => Of<DeclarationState>(state);

    public static string Of(AdjustmentState state) => Of<AdjustmentState>(state);

    public static string Of(SuspensionGround ground) => Of<SuspensionGround>(ground);

    public static string Of(RevocationGround ground) => Of<RevocationGround>(ground);

    /// <summary>What was reported.</summary>
    public static string Of(Report.KindOneofCase report) => Get($"{nameof(Report)}_{report}");

    /// <summary>What became of an adjustment.</summary>
    public static string Of(AdjustmentStep.KindOneofCase step) => Get($"{nameof(AdjustmentStep)}_{step}");

    public static string Of(MeasureType type) => Of<MeasureType>(type);

    // A newer contract may have more of them; the first is the unspecified one.
    private static string Of<T>(T value)
        where T : struct, Enum => Get($"{typeof(T).Name}_{(Enum.IsDefined(value) ? value : default)}");
}
