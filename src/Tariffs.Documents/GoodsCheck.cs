using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;
using ClubLine = CrmClub.Contracts.Tariffs.V1.ClubLine;
using Material = CrmClub.Contracts.Tariffs.V1.Material;

namespace CrmClub.Tariffs.Documents;

/// <summary>Rules of a tariff document's materials, lines and country groups.</summary>
internal static class GoodsCheck
{
    private const int LineDigits = 8;
    private const int SubheadingDigits = 6;

    public static void Check(TariffDocument document, Faults faults)
    {
        var edition = HarmonizedSystem.Editions.Named(document.Nomenclature);
        if (edition is null)
        {
            edition = HarmonizedSystem.Editions.Newest;
            faults.Add("nomenclature", "NOMENCLATURE", document.Nomenclature, edition.Name,
                $"The nomenclature '{document.Nomenclature}' is not known.");
        }

        CheckMaterials(document, faults);
        HashSet<string> codes = [];
        for (var index = 0; index < document.Lines.Count; index++)
            CheckLine(document.Lines[index], $"lines[{index}].", document, edition, codes, faults);
        CheckGroups(document, faults);
    }

    private static void CheckMaterials(TariffDocument document, Faults faults)
    {
        HashSet<string> codes = [];
        for (var index = 0; index < document.Materials.Count; index++)
        {
            var material = document.Materials[index];
            var path = $"materials[{index}].";
            faults.Required(path + "code", material.Code);
            faults.Unique(path + "code", material.Code, codes);
            if (material.KgOxidePerKgMetal.Length > 0)
                faults.Positive(path + "kg_oxide_per_kg_metal", material.KgOxidePerKgMetal);
        }
    }

    private static void CheckLine(
        ClubLine line, string path, TariffDocument document, HsEdition edition, HashSet<string> codes,
        Faults faults)
    {
        if (line.GoodsCode.Length != LineDigits || !line.GoodsCode.All(char.IsAsciiDigit))
        {
            faults.Add(path + "goods_code", "GOODS_CODE", line.GoodsCode, "eight digits",
                $"'{line.GoodsCode}' is no code of eight digits.");
        }
        else if (!edition.Contains(line.GoodsCode.AsSpan(0, SubheadingDigits)))
        {
            faults.Add(path + "goods_code", "HS_CODE", line.GoodsCode, $"a subheading of {edition.Name}",
                $"{line.GoodsCode[..SubheadingDigits]} is no subheading of {edition.Name}.");
        }

        faults.Unique(path + "goods_code", line.GoodsCode, codes);
        faults.Specified(path + "stage", line.Stage);
        var material = document.Materials.FirstOrDefault(material => material.Code == line.Material);
        if (line.Material.Length > 0 && material is null)
        {
            faults.Add(path + "material", "MATERIAL", line.Material, "a code of the document's materials",
                $"'{line.Material}' is no material of the document.");
        }

        CheckContent(line, material, path, faults);
    }

    private static void CheckContent(ClubLine line, Material? material, string path, Faults faults)
    {
        if (line.ContentUnit.Length > 0 && line.ContentUnit != material?.Code && line.ContentUnit != material?.Oxide)
        {
            faults.Add(path + "content_unit", "CONTENT_UNIT", line.ContentUnit,
                material is null ? "none, as the line has no material" : $"{material.Code} or {material.Oxide}",
                $"'{line.ContentUnit}' is neither the line's material nor its oxide.");
        }

        if (line.DefaultContainedShare.Length == 0)
            return;
        if (line.ContentUnit.Length == 0 || !Wire.TryDecimal(line.DefaultContainedShare, out var share)
            || share is <= 0 or > 1)
        {
            faults.Add(path + "default_contained_share", "SHARE", line.DefaultContainedShare,
                "a decimal above 0, at most 1, on a line with a content unit", "It is no share of contained material.");
        }
    }

    private static void CheckGroups(TariffDocument document, Faults faults)
    {
        HashSet<string> ids = [];
        for (var index = 0; index < document.Groups.Count; index++)
        {
            var group = document.Groups[index];
            var path = $"groups[{index}].";
            if (group.Id.Length < 2 || Engine.Countries.IsCode(group.Id) || group.Id == Engine.CountryGroup.All)
            {
                faults.Add(path + "id", "GROUP_ID", group.Id, "two characters or more, not two letters, not ALL",
                    $"'{group.Id}' can't name a group.");
            }

            faults.Unique(path + "id", group.Id, ids);
            for (var member = 0; member < group.Members.Count; member++)
            {
                var one = group.Members[member];
                faults.Country($"{path}members[{member}].country", one.Country);
                faults.Validity($"{path}members[{member}].", one.ValidFrom, one.ValidTo);
            }
        }
    }
}
