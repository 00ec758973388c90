using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Declarations.Reading;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Supply;

/// <summary>Draws the dominance groups anew by a year's supply: for officers to put into the register.</summary>
internal sealed class DrawDominance(SupplyBook book, Study study, MembershipState members, ClubTime clock)
{
    private const int YearMin = 2000;
    private const int SourceMax = 300;

    public async Task<DrawDominanceResponse> HandleAsync(DrawDominanceRequest request, CancellationToken cancel)
    {
        var today = clock.Today(ServiceInfo.SecretariatZone);
        var effective = Check(request, today);
        var studied = await study.ReadAsync(cancel);
        var supply = await book.ReadAsync(
            new DateOnly(request.Year, 1, 1), new DateOnly(request.Year, 12, 1), cancel);
        var view = members.View;
        return new DrawDominanceResponse
        {
            Complete = today.Year > request.Year,
            Study = studied.Title,
            Drawn = { studied.Groups.Select(one => Drawn(one, studied, supply, view, request.Year, effective)) },
        };
    }

    private static DateOnly Check(DrawDominanceRequest request, DateOnly today)
    {
        var faults = new Violations();
        if (request.Year < YearMin || request.Year > today.Year)
            faults.Add("year", "", "PERIOD", $"{request.Year}", $"{YearMin} to {today.Year}",
                "Nothing is known of that year.");
        var effective = faults.Day("effective_on", "", request.EffectiveOn, required: false);
        faults.ThrowIfAny();
        return effective ?? new DateOnly(request.Year + 1, 1, 1);
    }

    private static DrawnDominance Drawn(
        DominanceGroup of, SupplyStudy studied, IReadOnlyList<(SupplyKey Key, Supplied Amount)> supply,
        MembershipView view, int year, DateOnly effective)
    {
        var shares = Shares.Of(
            supply.Where(one => one.Key.Stage == of.Stage && of.Materials.Contains(one.Key.Material))
                .Select(one => (one.Key.Origin, one.Amount)),
            _ => false);
        var isDeclared = shares.Items >= studied.ItemsMin;
        var basis = isDeclared
            ? [.. shares.Origins.Select(one => new StudiedShare { Country = one.Country, Percent = one.Percent })]
            : Study.Shares(studied, of.Materials[0], of.Stage).ToList();
        var stated = view.Group(of.Code);
        List<string> before = stated is null ? [] : [.. stated.Members
            .Where(row => Days.Read(row.ValidFrom, row.ValidTo).Cover(effective)).Select(row => row.Member).Order()];
        var after = (isDeclared ? Shares.Dominant(shares) : Shares.Dominant(basis)).Order().ToList();
        return new DrawnDominance
        {
            Of = of,
            Before = { before },
            After = { after },
            Declared = isDeclared,
            Shares = { basis },
            Group = stated is null || before.SequenceEqual(after) ? null : Anew(
                stated, after, effective, isDeclared ? $"Decided declarations of {year}" : studied.Title, basis),
        };
    }

    // Rows of days before the effective one stay as they are.
    private static CountryGroup Anew(
        CountryGroup stated, List<string> after, DateOnly effective, string by, List<StudiedShare> basis)
    {
        var largest = string.Join(", ", basis.Take(3).Select(one => $"{one.Country} {one.Percent} %"));
        var source = $"{by}: {largest}";
        var group = new CountryGroup
        {
            Code = stated.Code,
            NameEn = stated.NameEn,
            NameJa = stated.NameJa,
            Source = source.Length > SourceMax ? source[..SourceMax] : source,
        };
        foreach (var row in stated.Members)
        {
            var valid = Days.Read(row.ValidFrom, row.ValidTo);
            if (valid.From >= effective)
                continue;
            var isEnded = valid.Cover(effective) && !after.Contains(row.Member);
            group.Members.Add(new CountryGroupMember
            {
                Member = row.Member,
                ValidFrom = row.ValidFrom,
                ValidTo = isEnded ? Wire.Day(effective) : row.ValidTo,
            });
        }

        group.Members.Add(after.Where(country => !group.Members.Any(row => row.Member == country
                && Days.Read(row.ValidFrom, row.ValidTo).Cover(effective)))
            .Select(country => new CountryGroupMember { Member = country, ValidFrom = Wire.Day(effective) }));
        return group;
    }
}
