using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Suppliers.Register;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

public sealed class RegisterTests(Postgres postgres)
{
    [Theory]
    [InlineData("lynas", "Lynas Gebeng")]
    [InlineData("Lyans", "Lynas Gebeng")]                     // Swapped.
    [InlineData("gebemg", "Lynas Gebeng")]
    [InlineData("Lynasgebeng", "Lynas Gebeng")]
    [InlineData("Ly nas", "Lynas Gebeng")]
    [InlineData("LУNАS", "Lynas Gebeng")]                     // Cyrillic.
    [InlineData("f-my-0001", "Lynas Gebeng")]
    [InlineData("製錬所", "住友別子製錬所")]
    [InlineData("別子", "住友別子製錬所")]
    [InlineData("住友別于製錬所", "住友別子製錬所")]          // One wrong ideograph.
    [InlineData("Stora Sahavaara", "Sahavaara mine")]         // By its operator's name.
    [InlineData("zzzzz", "")]
    [InlineData("'; DROP TABLE facility; --", "")]
    public async Task Search_ByText_FindsItFirst(string text, string expected)
    {
        await using var suppliers = await ThreeAsync();

        var found = await suppliers.SearchAsync(new SearchRegisterRequest { Text = text });

        Assert.Equal(expected, found.Facilities.FirstOrDefault()?.Name ?? "");
    }

    [Fact]
    public async Task Search_ByWhatItHas_FindsThoseAlone()
    {
        await using var suppliers = await ThreeAsync();
        var certificate = Sound.Certificate("F-MY-0001");
        certificate.ValidFrom = "2027-09-01";
        var issued = (await suppliers.ApproveAsync(await suppliers.PrepareAsync(certificate))).Certificate;

        Assert.Equal("F-JP-0001 F-MY-0001 F-SE-0001", await FoundAsync(new()));
        Assert.Equal("F-SE-0001", await FoundAsync(new() { Country = "SE" }));
        Assert.Equal("F-JP-0001", await FoundAsync(new() { Material = "Tb" }));
        Assert.Equal("F-MY-0001 F-SE-0001", await FoundAsync(new() { Stage = Stage.SeparatedCompound }));
        Assert.Equal("F-MY-0001", await FoundAsync(new() { Level = CertificateLevel.B }));
        Assert.Equal("", await FoundAsync(new() { Level = CertificateLevel.A }));
        Assert.Equal("F-MY-0001", await FoundAsync(new() { State = RegisterState.Valid, Material = "Dy" }));
        // The facility does it, the certificate does not say so.
        Assert.Equal("", await FoundAsync(new() { State = RegisterState.Valid, Material = "NdPr" }));
        Assert.Equal("", await FoundAsync(new() { Text = "lynas", Country = "JP" }));

        await suppliers.ApproveAsync(await suppliers.PrepareAsync(Sound.Suspension(issued.Number, "2027-09-20")));

        Assert.Equal("", await FoundAsync(new() { State = RegisterState.Valid }));
        Assert.Equal("F-MY-0001", await FoundAsync(
            new() { State = RegisterState.Suspended, Level = CertificateLevel.B }));

        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-09-10")));

        Assert.Equal("", await FoundAsync(new() { State = RegisterState.Valid }));
        Assert.Equal("F-MY-0001", await FoundAsync(new() { State = RegisterState.Revoked }));

        async Task<string> FoundAsync(SearchRegisterRequest request) => string.Join(
            ' ', (await suppliers.SearchAsync(request)).Facilities.Select(one => one.Number));
    }

    [Fact]
    public async Task State_OnEachDay_IsThatOfTheDay()
    {
        await using var suppliers = await ThreeAsync();
        var certificate = Sound.Certificate("F-MY-0001");
        (certificate.ValidFrom, certificate.ValidTo) = ("2027-10-01", "2027-11-01");
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(certificate));

        foreach (var (day, state) in new[]
        {
            (28, RegisterState.NotYetValid), (29, RegisterState.Valid), (61, RegisterState.Expired),
        })
        {
            suppliers.Time.Now = new DateTimeOffset(2027, 9, 1, 22, 0, 0, TimeSpan.Zero).AddDays(day);
            var found = await suppliers.SearchAsync(new() { State = state });
            Assert.Equal(state, Assert.Single(Assert.Single(found.Facilities).Certificates).State);
        }
    }

    [Fact]
    public async Task Certificate_WithItsHistory_NamesNobody()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-03-01")));

        var found = await suppliers.Register.CertificateAsync(new() { Number = issued.Number }, Cancel);

        Assert.Equal(RegisterState.Revoked, found.Certificate.State);
        Assert.Equal(
            [(1, RegisterState.Valid), (2, RegisterState.Revoked)],
            found.History.Select(one => (one.Version, one.State)));
        Assert.Equal(issued.Facility, found.Facility.Number);
        Assert.DoesNotContain(Officer.Id, $"{found}");
        Assert.DoesNotContain(Approver.Id, $"{found}");
        Assert.DoesNotContain("the assay", $"{found}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("F-MY-9999")]
    [InlineData("a\0b")]
    public async Task Read_WhatThereIsNot_IsNotFound(string number)
    {
        await using var suppliers = await CreateAsync(postgres);

        var certificate = await Assert.ThrowsAsync<ClubException>(
            () => suppliers.Register.CertificateAsync(new() { Number = number }, Cancel));
        var facility = await Assert.ThrowsAsync<ClubException>(
            () => suppliers.Register.FacilityAsync(new() { Number = number }, Cancel));

        Assert.Equal((ErrorReason.NotFound, ErrorReason.NotFound), (certificate.Reason, facility.Reason));
    }

    [Fact]
    public async Task Search_ManyFaults_NamesEach()
    {
        await using var suppliers = await CreateAsync(postgres);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.SearchAsync(new SearchRegisterRequest
        {
            Text = "a\0b" + new string('x', 200),
            Country = "XX",
            Material = "12345678901",
            Stage = (Stage)99,
            Level = (CertificateLevel)99,
            State = (RegisterState)99,
            PageSize = 101,
            PageToken = "x",
        }));

        Assert.Equal(
            ["text", "text", "country", "material", "stage", "level", "state", "page_size", "page_token"],
            refusal.Violations.Select(fault => fault.Field));
    }

    [Fact]
    public async Task Search_PageByPage_FindsEachOnce()
    {
        await using var suppliers = await CreateAsync(postgres);
        var all = new GeneratedRegister(7);
        await all.StoreAsync(suppliers.AsSuperuser, 120);

        foreach (var text in new[] { "", "metals" })
        {
            var request = new SearchRegisterRequest { Text = text, PageSize = 7 };
            var found = new List<string>();
            SearchRegisterResponse page;
            do
            {
                page = await suppliers.SearchAsync(request);
                found.AddRange(page.Facilities.Select(one => one.Number));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            Assert.Equal((page.Total, page.Total), (found.Count, found.Distinct().Count()));
            Assert.InRange(page.Total, text.Length == 0 ? 120 : 8, 120);
        }
    }

    /// <summary>Replicas share nothing but the database.</summary>
    [Fact]
    public async Task Search_AfterAnotherReplicaChangedIt_KnowsIt()
    {
        await using var suppliers = await ThreeAsync();
        await suppliers.SearchAsync(new());
        var elsewhere = new RegisterNews(suppliers.Data);
        await using var connection = await suppliers.Data.OpenConnectionAsync(Cancel);
        await elsewhere.CatchUpAsync(connection, Cancel);
        var before = await elsewhere.VersionAsync(Cancel);

        var request = Sound.Facility("O-0001");
        request.Facility.Name = "Kuantan works";
        await suppliers.RegisterAsync(request);
        await elsewhere.CatchUpAsync(connection, Cancel);

        var (hits, _) = elsewhere.Index.Search(
            new("kuantan", "", "", Stage.Unspecified, default, default, new(2027, 9, 20)), null, 10);
        Assert.Equal("F-MY-0002", Assert.Single(hits).Number);
        Assert.NotEqual(before, await elsewhere.VersionAsync(Cancel));
    }

    [Fact]
    public async Task Search_AThousandNamesWithOneEdit_FindsTheirsAmongTheFirstTen()
    {
        const int facilities = 5_000, queries = 1_000;
        await using var suppliers = await CreateAsync(postgres);
        var register = new GeneratedRegister(20261127);
        await register.StoreAsync(suppliers.AsSuperuser, facilities);

        var missed = new List<string>();
        for (var count = 0; count < queries; count++)
        {
            var (text, finds) = register.Query();
            var found = await suppliers.SearchAsync(new() { Text = text, PageSize = 10 });
            if (!found.Facilities.Any(one => finds((one.Number, one.Operator))))
                missed.Add(text);
        }

        Assert.True(missed.Count <= queries / 20, $"{missed.Count} missed: {string.Join(", ", missed.Take(20))}");
    }

    [Fact]
    public async Task Export_InBothFormats_HasWhatEverybodyMaySee()
    {
        await using var suppliers = await ThreeAsync();
        var certificate = Sound.Certificate("F-MY-0001");
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(certificate));
        await suppliers.EditAsync("UPDATE facility SET name = '=1+1, \"quoted\"' WHERE number = 'F-SE-0001'");

        var csv = await ExportAsync("csv", "");
        var json = await ExportAsync("json", "");

        Assert.Equal(4, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("F-SE-0001,\"'=1+1, \"\"quoted\"\"\",SE,separation,67.3,23.4,Pajala,O-0003,", csv);
        Assert.Contains(",CRM-2027-000001,1,B,valid,2027-02-01,2030-02-01,,,Dy separated compound 120.50 t\r\n", csv);
        using var document = System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal(3, document.RootElement.GetArrayLength());
        Assert.Equal("F-SE-0001", document.RootElement[2].GetProperty("number").GetString());
        Assert.Equal(2, (await ExportAsync("csv", "F-MY-0001")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Length);
        var refusal = await Assert.ThrowsAsync<ClubException>(() => ExportAsync("xml", "'"));
        Assert.Equal(["format", "after"], refusal.Violations.Select(fault => fault.Field));

        async Task<string> ExportAsync(string format, string after) =>
            (await new ExportRegister(suppliers.Data, suppliers.Time).RunAsync(
                new ExportRegisterRequest { Format = format, After = after }, Cancel)).Data.ToStringUtf8();
    }

    private async Task<TestSuppliers> ThreeAsync()
    {
        var suppliers = await CreateAsync(postgres);
        foreach (var (owner, name, country, material) in new[]
        {
            ("Lynas Malaysia Sdn. Bhd.", "Lynas Gebeng", "MY", "Dy"),
            ("住友金属鉱山株式会社", "住友別子製錬所", "JP", "Tb"),
            ("Stora Sahavaara AB", "Sahavaara mine", "SE", "Dy"),
        })
        {
            var first = Sound.Operator();
            first.Operator.Name = owner;
            var request = Sound.Facility((await suppliers.RegisterAsync(first)).Operator.Number);
            (request.Facility.Name, request.Facility.Country) = (name, country);
            request.Facility.Scopes[1].Material = material;
            if (country == "SE")
                request.Facility.Place = new Place { Latitude = "67.3", Longitude = "23.4", Name = "Pajala" };
            if (country == "JP")
            {
                foreach (var scope in request.Facility.Scopes)
                    scope.Stage = Stage.Metal;
            }

            await suppliers.RegisterAsync(request);
        }

        return suppliers;
    }
}
