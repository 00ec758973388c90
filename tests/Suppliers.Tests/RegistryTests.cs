using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

public sealed class RegistryTests(Postgres postgres)
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "NAME_CHARACTERS")]
    [InlineData("ACME \u202Edtl", "NAME_CHARACTERS")]
    [InlineData("a\0b", "TEXT_CHARACTERS")]
    public async Task Register_ANameThatIsNone_IsRefused(string name, string rule)
    {
        await using var suppliers = await CreateAsync(postgres);
        var request = Sound.Operator();
        var site = Sound.Facility((await suppliers.RegisterAsync(Sound.Operator())).Operator.Number);
        var body = Sound.Body();
        (request.Operator.Name, site.Facility.Name, body.Body.Name) = (name, name, name);
        site.Facility.Place = new Place { Latitude = "1", Longitude = "1", Name = name };

        Assert.Equal([rule], await RulesAsync(() => suppliers.RegisterAsync(request)));
        Assert.Equal([rule, rule], await RulesAsync(() => suppliers.RegisterAsync(site)));
        Assert.Equal([rule], await RulesAsync(() => suppliers.RegisterAsync(body)));

        static async Task<string[]> RulesAsync(Func<Task> call) =>
            [.. (await Assert.ThrowsAsync<ClubException>(call)).Violations.Select(fault => fault.Rule)];
    }

    [Fact]
    public async Task Found_TwoReplicasAtOnce_FoundsOnce()
    {
        await using var suppliers = await CreateAsync(postgres);

        await Task.WhenAll(suppliers.Founding().FoundAsync(Cancel), suppliers.Founding().FoundAsync(Cancel));

        Assert.Equal((1, 1), (await suppliers.CountAsync("journal"), await suppliers.CountAsync("scheme")));
    }

    [Fact]
    public async Task Register_OperatorAndFacility_GivesTheirNumbers()
    {
        await using var suppliers = await CreateAsync(postgres);

        var facility = await suppliers.FacilityAsync();
        var answer = await suppliers.Facilities.GetAsync(
            new GetFacilityRequest { Number = facility.Number }, Cancel);

        Assert.Equal("F-MY-0001", facility.Number);
        Assert.Equal(facility, answer.Facility);
        Assert.Equal("O-0001", answer.Operator.Number);
        Assert.Equal("120.50", answer.Facility.Scopes[1].CapacityTonsPerYear);
    }

    [Fact]
    public async Task Register_ManyAtOnce_DrawsEachNumberOnce()
    {
        await using var suppliers = await CreateAsync(postgres);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => suppliers.RegisterAsync(Sound.Operator())));

        Assert.Equal(
            Enumerable.Range(1, 12).Select(number => $"O-{number:0000}"),
            answers.Select(answer => answer.Operator.Number).Order());
    }

    [Fact]
    public async Task RegisterOperator_ManyFaults_NamesEachAndStoresNothing()
    {
        await using var suppliers = await CreateAsync(postgres);
        var request = new RegisterOperatorRequest
        {
            RequestId = "not one",
            Operator = new Operator
            {
                Number = "O-0001",
                Name = "a\0b" + new string('x', 200),
                Country = "ZZ",
                Identifiers =
                {
                    new Identifier { Kind = IdentifierKind.Lei, Value = "0000DEMO0000MYSEP018" },
                    new Identifier { Kind = IdentifierKind.Jcn, Value = "1999999000901" },
                    new Identifier { Value = "x" },
                    new Identifier { Kind = IdentifierKind.National, Value = "1", Country = "XX" },
                    new Identifier { Kind = IdentifierKind.Eori, Value = "EE1", Country = "EE" },
                    new Identifier { Kind = IdentifierKind.Eori, Value = "EE1", Country = "EE" },
                },
            },
        };

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.RegisterAsync(request));

        Assert.Equal(
            [
                "request_id", "operator.number", "operator.name", "operator.name", "operator.country",
                "operator.identifiers[0].value", "operator.identifiers[1].value", "operator.identifiers[2].kind",
                "operator.identifiers[3].country", "operator.identifiers[4].country", "operator.identifiers[5].country",
                "operator.identifiers[5]",
            ],
            refusal.Violations.Select(fault => fault.Field));
        Assert.All(refusal.Violations, fault => Assert.NotEmpty(fault.Accepted));
        Assert.Equal((1, 0), (await suppliers.CountAsync("journal"), await suppliers.CountAsync("operator")));
    }

    [Fact]
    public async Task RegisterOperator_HalfASurrogatePair_IsRefused()
    {
        await using var suppliers = await CreateAsync(postgres);
        var request = Sound.Operator();
        request.Operator.Name = "plant \ud800";

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.RegisterAsync(request));

        Assert.Equal("TEXT_CHARACTERS", Assert.Single(refusal.Violations).Rule);
    }

    [Fact]
    public async Task RegisterFacility_ManyFaults_NamesEach()
    {
        await using var suppliers = await CreateAsync(postgres);
        var request = Sound.Facility("O-9999");
        request.Facility.Kind = FacilityKind.Unspecified;
        request.Facility.Scopes[0].CapacityTonsPerYear = "2500000000";
        request.Facility.Scopes[1].CapacityTonsPerYear = "-1";
        request.Facility.Scopes.Add(
            new Scope { Material = "Dy", Stage = Stage.SeparatedCompound, CapacityTonsPerYear = "1" });

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.RegisterAsync(request));

        Assert.Equal(
            ["CAPACITY", "CAPACITY", "KIND", "OPERATOR", "UNIQUE"],
            refusal.Violations.Select(fault => fault.Rule).Order());
    }

    [Fact]
    public async Task Request_Repeated_GivesTheFirstAnswer()
    {
        await using var suppliers = await CreateAsync(postgres);
        var request = Sound.Operator();

        var answers = await Task.WhenAll(suppliers.RegisterAsync(request), suppliers.RegisterAsync(request));
        var later = await suppliers.RegisterAsync(request);

        Assert.All(answers, answer => Assert.Equal(later, answer));
        Assert.Equal((2, 1), (await suppliers.CountAsync("journal"), await suppliers.CountAsync("operator")));
    }

    [Fact]
    public async Task Request_IdWithOtherContent_IsRefused()
    {
        await using var suppliers = await CreateAsync(postgres);
        var request = Sound.Operator();
        await suppliers.RegisterAsync(request);
        request.Operator.Name = "Another";

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.RegisterAsync(request));

        Assert.Equal(ErrorReason.RequestIdReused, refusal.Reason);
        // Another caller's ids are its own.
        Assert.Equal("O-0002", (await suppliers.RegisterAsync(request, Chief)).Operator.Number);
    }

    [Fact]
    public async Task Request_ValidateOnly_AnswersInFullAndStoresNothing()
    {
        await using var suppliers = await CreateAsync(postgres);
        var request = Sound.Operator();
        request.ValidateOnly = true;

        var tried = await suppliers.RegisterAsync(request);
        request.ValidateOnly = false;
        var done = await suppliers.RegisterAsync(request);

        Assert.Equal(done, tried);
        Assert.Equal("O-0001", done.Operator.Number);
        Assert.Equal((2, 1), (await suppliers.CountAsync("journal"), await suppliers.CountAsync("request")));
    }

    [Fact]
    public async Task ListFacilities_PageByPage_ShowsEachOnce()
    {
        await using var suppliers = await CreateAsync(postgres);
        var registered = (await suppliers.RegisterAsync(Sound.Operator())).Operator.Number;
        foreach (var _ in Enumerable.Range(0, 5))
            await suppliers.RegisterAsync(Sound.Facility(registered));

        var numbers = new List<string>();
        var request = new ListFacilitiesRequest { PageSize = 2 };
        do
        {
            var page = await suppliers.Facilities.ListAsync(request, Officer, Cancel);
            Assert.True(page.Facilities.Count <= 2);
            numbers.AddRange(page.Facilities.Select(facility => facility.Number));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(1, 5).Select(number => $"F-MY-{number:0000}"), numbers);
    }

    [Theory]
    [InlineData("F-MY-0009")]
    [InlineData("F\0")]
    [InlineData("")]
    public async Task GetFacility_Unknown_IsNotFound(string number)
    {
        await using var suppliers = await CreateAsync(postgres);

        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => suppliers.Facilities.GetAsync(new GetFacilityRequest { Number = number }, Cancel));

        Assert.Equal(ErrorReason.NotFound, refusal.Reason);
    }
}
