using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using Npgsql;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

public sealed class CapacityTests(Postgres postgres)
{
    [Fact]
    public async Task Facility_AsOfADay_HasTheCapacitiesOfThatDay()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();          // Dy 120.50 from the day of registration.
        await suppliers.ChangeAsync(Change(facility, "2028-01-01", "150"));
        await suppliers.ChangeAsync(Change(facility, "2029-01-01", "90.5"));
        await suppliers.ChangeAsync(Change(facility, "2028-06-01", "7", "Tb"));

        Assert.Equal("", await OnAsync("2027-09-19"));
        Assert.Equal("NdPr 2500, Dy 120.50", await OnAsync("2027-09-20"));
        Assert.Equal("NdPr 2500, Dy 120.50", await OnAsync("2027-12-31"));
        Assert.Equal("NdPr 2500, Dy 150", await OnAsync("2028-01-01"));
        Assert.Equal("NdPr 2500, Dy 150, Tb 7", await OnAsync("2028-06-01"));
        Assert.Equal("NdPr 2500, Dy 90.5, Tb 7", await OnAsync("2029-01-01"));
        Assert.Equal("NdPr 2500, Dy 90.5, Tb 7", await OnAsync(""));
        Assert.Equal(
            ["2027-09-20–", "2027-09-20–2028-01-01", "2028-01-01–2029-01-01", "2029-01-01–", "2028-06-01–"],
            (await GetAsync("")).Capacities.Select(one => $"{one.ValidFrom}–{one.ValidTo}"));
        Assert.Empty(await suppliers.AuditAsync());

        async Task<GetFacilityResponse> GetAsync(string day) => await suppliers.Facilities.GetAsync(
            new GetFacilityRequest { Number = facility.Number, AsOf = day }, Cancel);
        async Task<string> OnAsync(string day) => string.Join(", ",
            (await GetAsync(day)).Facility.Scopes.Select(scope => $"{scope.Material} {scope.CapacityTonsPerYear}"));
    }

    [Theory]
    [InlineData("2027-09-20")]
    [InlineData("2027-09-19")]
    [InlineData("2028-01-01")]
    [InlineData("2027-12-31")]
    public async Task Change_OnADayThatHasACapacity_IsRefused(string day)
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();
        await suppliers.ChangeAsync(Change(facility, "2028-01-01", "150"));

        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => suppliers.ChangeAsync(Change(facility, day, "160")));

        var fault = Assert.Single(refusal.Violations);
        Assert.Equal(("valid_from", "CAPACITY_OVERLAP", "a day after 2028-01-01"),
            (fault.Field, fault.Rule, fault.Accepted));
    }

    [Fact]
    public async Task Change_OfAFacilityFromBeforeCapacitiesHadDays_EndsWhatCountedEverSince()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();
        await suppliers.EditAsync("UPDATE facility SET capacities_from = NULL");

        var answer = await suppliers.ChangeAsync(Change(facility, "2020-01-01", "150"));

        Assert.Equal(["–2020-01-01", "2020-01-01–"], answer.Capacities.Select(one => $"{one.ValidFrom}–{one.ValidTo}"));
    }

    [Fact]
    public async Task Change_TwoAtOnceForOneDay_OneIsRefused()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(async tons =>
        {
            try
            {
                await suppliers.ChangeAsync(Change(facility, "2028-01-01", $"{tons}"));
                return "";
            }
            catch (ClubException refusal)
            {
                return Assert.Single(refusal.Violations).Rule;
            }
        }));

        Assert.Single(outcomes, outcome => outcome.Length == 0);
        Assert.Equal(7, outcomes.Count(outcome => outcome == "CAPACITY_OVERLAP"));
    }

    [Fact]
    public async Task Change_WrittenPastTheService_DatabaseRefusesASecondSuccessor()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();
        await suppliers.ChangeAsync(Change(facility, "2028-01-01", "150"));

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => suppliers.EditAsync(
            """
            INSERT INTO capacity_change
            SELECT facility, material, stage, '2028-07-01', after, 1, '', entry_id FROM capacity_change
            """));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, refusal.SqlState);
    }

    [Fact]
    public async Task Change_ManyFaults_NamesEach()
    {
        await using var suppliers = await CreateAsync(postgres);
        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.ChangeAsync(new ChangeCapacityRequest
        {
            RequestId = "x",
            Facility = "F-MY-9999",
            Material = "D\0y",
            CapacityTonsPerYear = "1e3",
            ValidFrom = "2027-02-30",
        }));

        Assert.Equal(
            ["request_id", "material", "stage", "capacity_tons_per_year", "reason", "valid_from", "facility"],
            refusal.Violations.Select(fault => fault.Field));
    }

    [Theory]
    [InlineData("4.018265", "103.43", "4.018265", "103.43")]
    [InlineData("-0", "-180.000000", "0", "-180")]
    [InlineData("+90", ".5", "90", "0.5")]
    public async Task Register_Place_IsKeptInOneForm(string latitude, string longitude, string north, string east)
    {
        await using var suppliers = await CreateAsync(postgres);
        var owner = (await suppliers.RegisterAsync(Sound.Operator())).Operator.Number;
        var request = Sound.Facility(owner);
        request.Facility.Place = new Place { Latitude = latitude, Longitude = longitude, Name = "Gebeng" };

        var facility = (await suppliers.RegisterAsync(request)).Facility;
        var read = await suppliers.Facilities.GetAsync(new GetFacilityRequest { Number = facility.Number }, Cancel);

        Assert.Equal(new Place { Latitude = north, Longitude = east, Name = "Gebeng" }, facility.Place);
        Assert.Equal(facility, read.Facility);
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Theory]
    [InlineData("90.000001", "0", "facility.place.latitude")]
    [InlineData("4.0182651", "0", "facility.place.latitude")]
    [InlineData("1E1", "0", "facility.place.latitude")]
    [InlineData("", "0", "facility.place.latitude")]
    [InlineData("0", "-180.1", "facility.place.longitude")]
    [InlineData("0", "1,5", "facility.place.longitude")]
    [InlineData("0", "NaN", "facility.place.longitude")]
    public async Task Register_NoCoordinate_IsRefused(string latitude, string longitude, string field)
    {
        await using var suppliers = await CreateAsync(postgres);
        var request = Sound.Facility((await suppliers.RegisterAsync(Sound.Operator())).Operator.Number);
        request.Facility.Place = new Place { Latitude = latitude, Longitude = longitude };

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.RegisterAsync(request));

        var fault = Assert.Single(refusal.Violations);
        Assert.Equal((field, "COORDINATE"), (fault.Field, fault.Rule));
    }

    private static ChangeCapacityRequest Change(Facility facility, string day, string tons, string material = "Dy") =>
        new()
        {
            RequestId = NewId(),
            Facility = facility.Number,
            Material = material,
            Stage = Stage.SeparatedCompound,
            CapacityTonsPerYear = tons,
            ValidFrom = day,
            Reason = "another line of cells",
        };
}
