using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>supplier search TEXT</c>: asks the public register.</summary>
internal static class SupplierSearch
{
    public static Command Create()
    {
        var text = new Argument<string>("TEXT")
        {
            Description = "Words of a facility's or an operator's name; a wrong letter is forgiven",
            DefaultValueFactory = _ => "",
        };
        var country = new Option<string?>("--country") { Description = "Only in this country", HelpName = "CODE" };
        var material = new Option<string?>("--material") { Description = "Only of this material", HelpName = "CODE" };
        var stage = Choice<Stage>("--stage", "Only at this stage");
        var level = Choice<CertificateLevel>("--level", "Only with a certificate of this level");
        var state = Choice<RegisterState>("--state", "Only with a certificate that is this today");
        var limit = new Option<int>("--limit")
        {
            Description = "How many at most, up to 100",
            HelpName = "N",
            DefaultValueFactory = _ => 10,
        };
        return new ClubCommand("search",
            "Searches the public register, the best first. Ends with 1 where nothing is found.",
            "crmclub supplier search \"Demonstraton separation\" --country MY")
            .With(text, country, material, stage, level, state, limit).Runs(async invocation =>
            {
                var request = new SearchRegisterRequest
                {
                    Text = invocation.Get(text),
                    Country = invocation.Get(country) ?? "",
                    Material = invocation.Get(material) ?? "",
                    Stage = Chosen<Stage>(invocation, stage),
                    Level = Chosen<CertificateLevel>(invocation, level),
                    State = Chosen<RegisterState>(invocation, state),
                    PageSize = invocation.Get(limit),
                };
                using var client = invocation.Open(Identity.Reader);
                var found = await invocation.CallAsync(client, o => client.Register.SearchRegisterAsync(request, o));
                if (invocation.Json)
                    foreach (var facility in found.Facilities) invocation.Out.JsonLine(facility);
                else if (found.Facilities.Count > 0)
                    Write(invocation, found);
                return found.Facilities.Count > 0 ? ExitCodes.Done : ExitCodes.No;
            });
    }

    private static void Write(Invocation invocation, SearchRegisterResponse found)
    {
        invocation.Out.Table(["facility", "", "name", "operator", "certificates"], [.. found.Facilities.Select(one =>
            new[]
            {
                one.Number, one.Country, one.Name, one.OperatorName,
                string.Join(", ", one.Certificates.Select(
                    certificate => $"{certificate.Number} {certificate.Level} {Figures.Words(certificate.State)}")),
            })]);
        if (found.Total > found.Facilities.Count)
            invocation.Out.Line($"{found.Facilities.Count} of {found.Total}.");
    }

    private static Option<string?> Choice<T>(string name, string description)
        where T : struct, Enum
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong([.. Choices.Of<T>()]);
        return option;
    }

    private static T Chosen<T>(Invocation invocation, Option<string?> option)
        where T : struct, Enum
        => invocation.Get(option) is { } words ? Choices.Parse<T>(words) : default;
}
