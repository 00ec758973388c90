using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs.Determination;

/// <summary>Whether a product has club origin, by product rules and members of its day of export.</summary>
internal static class DetermineOrigin
{
    private const string Field = "origin_case";

    public static DetermineOriginResponse Answer(
        TariffBook book, MembershipView members, DetermineOriginRequest request)
    {
        var question = request.OriginCase?.Clone() ?? new OriginCase();
        var assumed = Assumed(question).ToList();
        var faults = new Violations();
        var isDay = Wire.TryDay(question.ExportDay, out var day);
        var tariff = isDay ? book.VersionOn(day, null) : null;
        if (isDay && question.Club.Count == 0)
            question.Club.Add(ClubOn(day, members));
        if (tariff is not null)
            ProductRules.Apply(question, tariff.Document);
        else if (isDay)
            faults.Add($"{Field}.export_day", "", "TARIFF_OF_DAY", question.ExportDay,
                "a day on which a tariff version applies", "No tariff applies on that day.");

        var broken = new List<Violation>();
        OriginCases.Check(question, broken);
        // Who is in the club on a day that is none nobody can say.
        faults.AddRange(broken.Where(fault => fault.Field != "club")
            .Select(fault => new Violation(fault) { Field = $"{Field}.{fault.Field}" }));
        faults.ThrowIfAny();

        var answer = OriginCases.Answer(question);
        answer.TariffVersion = tariff!.Version.Number;
        answer.Assumed.Add(assumed);
        return new DetermineOriginResponse { Answer = answer };
    }

    /// <summary>What the case says that the club would say itself.</summary>
    private static IEnumerable<string> Assumed(OriginCase question) =>
        (question.Club.Count > 0 ? ["club"] : Array.Empty<string>()).Concat(
            question.Product is { } product ? RulesOf(product, "product") : []);

    private static IEnumerable<string> RulesOf(Product product, string path) =>
        (product.Rule.Length > 0 ? [$"{path}.rule"] : Array.Empty<string>()).Concat(
            product.Inputs.Index().Where(input => input.Item.Made is not null)
                .SelectMany(input => RulesOf(input.Item.Made, $"{path}.inputs[{input.Index}].made")));

    /// <summary>Members, and whose party accedes at 0 % of the base duty.</summary>
    private static IEnumerable<ClubCountry> ClubOn(DateOnly day, MembershipView members) => members.Parties
        .SelectMany(party => party.Contract.Countries)
        .Distinct()
        .Where(country => members.IsMember(country, day) || members.PhaseInShare(country, day) == 0)
        .Select(country => new ClubCountry { Country = country, ValidFrom = Wire.Day(day) });
}
