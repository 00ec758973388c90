using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>member countries</c>, <c>member holidays</c>;
/// <c>member groups</c>, <c>member group show|state</c>: the country groups, on any day.
/// </summary>
internal static class MemberGroups
{
    public static Command[] Create(Option<string> reason) =>
        [
        ListCountries(), ListHolidays(), List(),
        new Command("group", "Shows a country group, and states it.").With(Show(), State(reason)),
    ];

    private static Command ListCountries() => new ClubCommand("countries",
        "Lists the countries of ISO 3166-1 with their codes and names.",
        "crmclub member countries").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListCountriesRequest { PageSize = 500 };
            var response = await invocation.CallAsync(client, o => client.Membership.ListCountriesAsync(request, o));
            if (invocation.Json)
            {
                foreach (var country in response.Countries) invocation.Out.JsonLine(country);
                return ExitCodes.Done;
            }

            invocation.Out.Table(["code", "alpha-3", "number", "English", "Japanese"],
                [.. response.Countries.Select(one => new[]
                {
                    one.Code, one.Alpha3, one.Numeric, one.NameEn, one.NameJa,
                })]);
            return ExitCodes.Done;
        });

    private static Command ListHolidays()
    {
        var year = new Option<int>("--year") { Description = "The year (default: this one)", HelpName = "YYYY" };
        return new ClubCommand("holidays",
            "Lists the days of a year on which no deadline ends, beside Saturdays and Sundays.",
            "crmclub member holidays --year 2026").With(year).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new ListHolidaysRequest { Year = invocation.Get(year) };
                var answer = await invocation.CallAsync(client, o => client.Membership.ListHolidaysAsync(request, o));
                if (invocation.Json)
                {
                    invocation.Out.Document(answer);
                    return ExitCodes.Done;
                }

                invocation.Out.Table(["day", "whose", "name", "by rule"], [.. answer.Holidays.Select(one => new[]
                {
                    one.Day, one.Calendar, one.NameEn, one.Derived ? "yes" : "",
                })]);
                if (!answer.Complete)
                    invocation.Out.Line("Not every office's holidays of that year are known: no deadline is rolled.");
                return ExitCodes.Done;
            });
    }

    private static Command List() => new ClubCommand("groups",
        "Lists the country groups with their countries.",
        "crmclub member groups --on 2026-06-01").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListCountryGroupsRequest { PageSize = 500, AsOf = invocation.OnText };
            var groups = new List<CountryGroupOnDay>();
            do
            {
                var page = await invocation.CallAsync(
                    client, o => client.Membership.ListCountryGroupsAsync(request, o));
                groups.AddRange(page.Groups);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            if (invocation.Json)
            {
                foreach (var group in groups) invocation.Out.JsonLine(group);
                return ExitCodes.Done;
            }

            invocation.Out.Table(["code", "name", "countries"], [.. groups.Select(one => new[]
            {
                one.Group.Code, one.Group.NameEn, $"{one.Countries.Count}",
            })], 2);
            return ExitCodes.Done;
        });

    private static Command Show()
    {
        var code = new Argument<string>("GROUP") { Description = "Code of the group, for instance OECD" };
        return new ClubCommand("show",
            "Shows a country group with its countries and their days.",
            "crmclub member group show ASEAN --on 2025-10-25").With(code).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetCountryGroupRequest { Code = invocation.Get(code), AsOf = invocation.OnText };
                var answer = await invocation.CallAsync(
                    client, o => client.Membership.GetCountryGroupAsync(request, o));
                if (invocation.Json) invocation.Out.Document(answer.Group);
                else Write(invocation.Out, answer.Group);
                return ExitCodes.Done;
            });
    }

    private static Command State(Option<string> reason)
    {
        var file = new Argument<string>("FILE") { Description = "The whole group as a document; - is standard input" };
        return MemberChanges.Prepares("state",
            "States a country group that is new, or one that is known, whole and anew.",
            "crmclub member group state data/examples/country-group.json --reason \"Decision of the members\"",
            invocation => new Change { CountryGroup = Read(invocation.Get(file)) }, reason, file);
    }

    // As show wrote it, so that it can be edited: the club gives the instants anew.
    private static CountryGroup Read(string file)
    {
        var group = Documents.One(file).Read<CountryGroup>();
        group.RecordedAt = null;
        foreach (var row in group.Members) row.RecordedAt = null;
        return group;
    }

    private static void Write(Printer output, CountryGroupOnDay one)
    {
        output.Line(output.Bold($"{one.Group.Code} · {one.Group.NameEn} · {one.Group.NameJa}"));
        output.Line($"source: {one.Group.Source}");
        if (one.Group.Correction.Length > 0) output.Line($"corrected: {one.Group.Correction}");
        output.Line($"countries on that day: {string.Join(", ", one.Countries)}");
        output.Line();
        output.Table(["member", "from", "until before"], [.. one.Group.Members.Select(row => new[]
        {
            row.Member, row.ValidFrom, row.ValidTo,
        })]);
    }
}
