using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs.Measures;

/// <summary>What applies to a code from an origin on a day.</summary>
internal static class LookupMeasures
{
    private const int CodeDigitsMin = 2;
    private const int CodeDigitsMax = 8;
    private const int SubheadingDigits = 6;

    public static LookupMeasuresResponse Answer(TariffBook book, LookupMeasuresRequest request, ClubTime time)
    {
        var faults = new Violations();
        var asked = AskedVersion.Read(request.AsOf, request.KnownAt, time, faults);
        var edition = HarmonizedSystem.Editions.On(asked.Day);
        CheckCode(request.GoodsCode, edition, faults);
        if (request.Origin.Length > 0 && !Contracts.Identifiers.Countries.IsKnown(request.Origin))
        {
            faults.Add(
                "origin", "16 08", "COUNTRY_CODE", request.Origin, "an ISO 3166-1 alpha-2 code in capitals",
                "The origin is no country of ISO 3166-1.");
        }

        faults.ThrowIfAny();

        var tariff = asked.In(book);
        var origin = request.Origin.Length == 0 ? null : request.Origin;
        var applying = tariff.Snapshot.Lookup(request.GoodsCode, origin, asked.Day)
            .Select(measure => measure.Id).ToHashSet();
        return new LookupMeasuresResponse
        {
            Version = tariff.Version,
            Line = tariff.Document.Lines.FirstOrDefault(line => line.GoodsCode == request.GoodsCode),
            Description = edition.Description(Heading(request.GoodsCode)) ?? "",
            Measures = { tariff.Document.Measures.Where(measure => applying.Contains(measure.Id)) },
        };
    }

    private static void CheckCode(string code, HsEdition edition, Violations faults)
    {
        if (code.Length is < CodeDigitsMin or > CodeDigitsMax || !code.All(char.IsAsciiDigit))
            faults.Add("goods_code", "18 09", "GOODS_CODE", code, "2 to 8 digits", "The code is not 2 to 8 digits.");
        else if (!edition.Contains(Heading(code)))
            faults.Add("goods_code", "18 09", "HS_CODE", code, $"a code of {edition.Name}",
                $"{edition.Name} has no such code.");
    }

    // Chapters, headings and subheadings have an even number of digits; the club's own two come after.
    private static string Heading(string code) =>
        code[..Math.Min(SubheadingDigits, code.Length - code.Length % 2)];
}
