using System.Globalization;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Calls;
using CrmClub.Web.Pages;
using CrmClub.Web.Tariff;

namespace CrmClub.Web.Supply;

/// <summary>Materials as they are called by the tariff; one without a name is called by its code.</summary>
internal sealed class MaterialNames(IEnumerable<Material> materials)
{
    private readonly Dictionary<string, string> _names = materials.ToDictionary(
        one => one.Code, one => CultureInfo.CurrentUICulture.Name == "ja" ? one.NameJa : one.NameEn);

    public string this[string code] => _names.GetValueOrDefault(code, code);

    /// <summary>Those of the tariff of the clocks; none where it is not answered.</summary>
    public static async Task<MaterialNames> ReadAsync(PersonsCalls calls, TariffDocuments tariffs, Clocks clocks)
    {
        var version = await calls.TariffVersionAsync(
            new GetTariffVersionRequest { AsOf = clocks.DayText, KnownAt = clocks.KnownAt });
        return new(version.Value is { } found && (await tariffs.DocumentAsync(found.Version)).Value is { } document
            ? document.Materials : []);
    }
}
