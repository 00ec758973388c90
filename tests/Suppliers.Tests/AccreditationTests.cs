using System.Text.Json.Nodes;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Assessments;
using CrmClub.Testing;
using Google.Protobuf;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

/// <summary>Who assesses, and by what, changes under four eyes and from a day on.</summary>
public sealed class AccreditationTests(Postgres postgres)
{
    [Fact]
    public async Task Body_ChangedFromADay_CountsThenAndAsBeforeOnEarlierDays()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();
        var body = await suppliers.AccreditAsync();
        body.Stages[0] = Stage.Metal;
        body.Ties.Add(facility.Operator);

        var change = await ChangedAsync(suppliers, new() { Body = body, EffectiveFrom = "2027-09-10" });

        Assert.Equal((2, "2027-09-10", Approver.Id), (change.Body.Version, change.Body.EffectiveFrom, change.Approver));
        var scheme = (await suppliers.Assessments.SchemeAsync(new(), Cancel)).Scheme;
        var earlier = Sound.Assessment(facility.Number, scheme, 0);
        await suppliers.RecordAsync(earlier);
        earlier.AssessedOn = "2027-09-10";
        Assert.Equal(
            ["ACCREDITED_SCOPE", "INDEPENDENCE"], (await FaultsAsync(() => suppliers.RecordAsync(earlier))).Order());
        Assert.Equal(Stage.SeparatedCompound, (await OnAsync("2027-09-09")).Bodies[0].Stages[0]);
        Assert.Equal(change.Body, (await OnAsync("")).Bodies.Single());
        Assert.Empty(await suppliers.AuditAsync());

        Task<ListBodiesResponse> OnAsync(string day) =>
            suppliers.Assessments.BodiesAsync(new() { AsOf = day }, Cancel);
    }

    [Fact]
    public async Task Assessor_WhoseAccreditationEnds_RecordsNoLater()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();
        await suppliers.AccreditAsync();
        var assessor = (await suppliers.Assessments.BodiesAsync(new(), Cancel)).Assessors.Single();
        assessor.ValidTo = "2027-09-01";
        await ChangedAsync(suppliers, new() { Assessor = assessor, EffectiveFrom = "2027-08-01" });
        var scheme = (await suppliers.Assessments.SchemeAsync(new(), Cancel)).Scheme;

        Assert.Equal(
            ["ACCREDITED"],
            await FaultsAsync(() => suppliers.RecordAsync(Sound.Assessment(facility.Number, scheme, 0))));
        assessor.Subject = "somebody-else";
        Assert.Equal(
            ["SAME_ACCOUNT"],
            await FaultsAsync(
                () => PrepareAsync(suppliers, new() { Assessor = assessor, EffectiveFrom = "2027-09-01" })));
    }

    [Fact]
    public async Task Scheme_FollowedByAnother_CountsForAssessmentsOfEarlierDays()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();
        await suppliers.AccreditAsync();
        var first = (await suppliers.Assessments.SchemeAsync(new(), Cancel)).Scheme;
        var begun = await suppliers.RecordAsync(Sound.Assessment(facility.Number, first, minors: 2));

        await ChangedAsync(suppliers, new() { Scheme = Next(), EffectiveFrom = "2027-10-01" });
        suppliers.Time.Now = suppliers.Time.Now.AddDays(30);
        var second = (await suppliers.Assessments.SchemeAsync(new(), Cancel)).Scheme;
        var later = Sound.Assessment(facility.Number, second, minors: 2);
        later.AssessedOn = "2027-10-05";
        later = await suppliers.RecordAsync(later);

        Assert.Equal((1, 2, "2027-10-01", 26), (first.Number, second.Number, second.ValidFrom, second.Criteria.Count));
        var (old, anew) = (await suppliers.ConcludeAsync(begun.Number), await suppliers.ConcludeAsync(later.Number));
        Assert.Equal((1, CertificateLevel.A), (old.Scheme, old.Level));
        Assert.Equal((2, CertificateLevel.B), (anew.Scheme, anew.Level));
        // What is found on a day of the first scheme has no criterion of the second.
        later.AssessedOn = "2027-09-30";
        later.Number = "";
        Assert.Equal(["CRITERION"], await FaultsAsync(() => suppliers.RecordAsync(later)));
        Assert.Empty(await suppliers.AuditAsync());
        var certificate = Sound.Certificate(facility.Number);
        certificate.Assessment = anew.Number;
        var issued = (await suppliers.ApproveAsync(await suppliers.PrepareAsync(certificate))).Certificate;
        // The credential says by which scheme; the next one gives four years and a surveillance every six months.
        Assert.Contains("\"version\":\"2\"", await PayloadAsync(suppliers, issued.Number), StringComparison.Ordinal);
        Assert.Equal(("2031-02-01", "2028-04-20"), (issued.ValidTo, issued.SurveillanceDays[0]));
    }

    [Theory]
    [InlineData("{}", "2027-10-01", "SCHEME")]
    [InlineData("no JSON", "2027-10-01", "SCHEME")]
    [InlineData("number", "2027-10-01", "SCHEME")]
    [InlineData("years", "2027-10-01", "SCHEME")]
    [InlineData("", "2027-09-19", "BACKDATED_SCHEME")]
    public async Task Scheme_ThatCannotFollow_IsRefused(string spoilt, string from, string rule)
    {
        await using var suppliers = await CreateAsync(postgres);
        var scheme = spoilt switch
        {
            "" => Next(),
            "number" => Next(json => json["scheme"] = 3),
            "years" => Next(json => json["validityYears"] = 0),
            _ => ByteString.CopyFromUtf8(spoilt),
        };

        Assert.Equal(
            [rule], await FaultsAsync(() => PrepareAsync(suppliers, new() { Scheme = scheme, EffectiveFrom = from })));
    }

    [Fact]
    public async Task Change_ByOnePersonOrPreparedTwice_IsRefused()
    {
        await using var suppliers = await CreateAsync(postgres);
        var body = await suppliers.AccreditAsync();
        AccreditationChange Asked() => new() { Body = body.Clone(), EffectiveFrom = "2027-10-01" };
        var (one, other) = (await PrepareAsync(suppliers, Asked()), await PrepareAsync(suppliers, Asked()));
        var (scheme, another) = (await PrepareSchemeAsync(), await PrepareSchemeAsync());

        Assert.Equal(ErrorReason.FourEyes, await ReasonAsync(() => ApproveAsync(suppliers, one, Officer)));
        await ApproveAsync(suppliers, one);
        await ApproveAsync(suppliers, scheme);

        Assert.Equal(ErrorReason.ConcurrentChange, await ReasonAsync(() => ApproveAsync(suppliers, other)));
        Assert.Equal(ErrorReason.ConcurrentChange, await ReasonAsync(() => ApproveAsync(suppliers, another)));
        Assert.Equal(ErrorReason.StateForbids, await ReasonAsync(() => ApproveAsync(suppliers, one)));
        Assert.Equal(["ONE_SUBJECT"], await FaultsAsync(
            () => PrepareAsync(suppliers, new() { EffectiveFrom = "2027-10-01" })));
        body.Number = "AB-9999";
        Assert.Equal(["BODY"], await FaultsAsync(() => PrepareAsync(suppliers, Asked())));

        Task<AccreditationChange> PrepareSchemeAsync() =>
            PrepareAsync(suppliers, new() { Scheme = Next(), EffectiveFrom = "2027-10-01" });
    }

    [Theory]
    [InlineData("UPDATE accreditation_change SET document = document - 'reason'", "accreditation_change id=")]
    [InlineData("UPDATE accreditation_version SET effective_from = '2027-01-01'", "accreditation_version number=AB-")]
    [InlineData("UPDATE scheme SET effective_from = '2028-01-01' WHERE change_id IS NOT NULL", "scheme entry_id=")]
    [InlineData("UPDATE accreditation_approval SET approver = 'x' WHERE entry_id = (SELECT min(entry_id) FROM "
        + "accreditation_approval)", "accreditation_approval change_id=")]
    public async Task Audit_ChangedBySuperuser_NamesTheRow(string change, string row)
    {
        await using var suppliers = await CreateAsync(postgres);
        var body = await suppliers.AccreditAsync();
        await ChangedAsync(suppliers, new() { Body = body, EffectiveFrom = "2027-10-01" });
        await ChangedAsync(suppliers, new() { Scheme = Next(), EffectiveFrom = "2027-10-01" });
        Assert.Empty(await suppliers.AuditAsync());

        await suppliers.EditAsync(change);

        Assert.All(await suppliers.AuditAsync(), fault => Assert.StartsWith(row, fault, StringComparison.Ordinal));
        Assert.NotEmpty(await suppliers.AuditAsync());
    }

    /// <summary>A criterion more, one minor less for A, four years, surveillance every six months.</summary>
    private static ByteString Next(Action<JsonNode>? spoil = null)
    {
        var scheme = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.FoundingDirectory, "certification.json")))!;
        scheme["scheme"] = 2;
        scheme["levels"]![0]!["minorsMax"] = 1;
        scheme["validityYears"] = 4;
        scheme["surveillanceMonths"] = 6;
        scheme["areas"]![0]!["criteria"]!.AsArray().Add(new JsonObject
        {
            ["id"] = "E6",
            ["text"] = "Rehabilitation is paid for in advance",
            ["majorBlocksEveryLevel"] = false,
        });
        spoil?.Invoke(scheme);
        return ByteString.CopyFromUtf8(scheme.ToJsonString());
    }

    private static async Task<string> PayloadAsync(TestSuppliers suppliers, string certificate)
    {
        var part = (await suppliers.CredentialAsync(certificate)).Split('.')[1];
        return global::System.Text.Encoding.UTF8.GetString(
            Convert.FromBase64String(part.Replace('-', '+').Replace('_', '/')
                .PadRight((part.Length + 3) / 4 * 4, '=')));
    }

    private static async Task<AccreditationChange> PrepareAsync(TestSuppliers suppliers, AccreditationChange change)
    {
        change.Reason = "The accreditor has told us";
        return (await new ChangeAccreditation(suppliers.Mutations, suppliers.Time).RunAsync(
            new PrepareAccreditationChangeRequest { RequestId = NewId(), Change = change }, Officer, Cancel)).Change;
    }

    private static async Task<AccreditationChange> ApproveAsync(
        TestSuppliers suppliers, AccreditationChange change, Caller? caller = null) =>
        (await new ChangeAccreditation(suppliers.Mutations, suppliers.Time).RunAsync(
            new ApproveAccreditationChangeRequest { RequestId = NewId(), ChangeId = change.Id },
            caller ?? Approver,
            Cancel)).Change;

    private static async Task<AccreditationChange> ChangedAsync(TestSuppliers suppliers, AccreditationChange change) =>
        await ApproveAsync(suppliers, await PrepareAsync(suppliers, change));

    private static async Task<ErrorReason> ReasonAsync(Func<Task> call) =>
        (await Assert.ThrowsAsync<ClubException>(call)).Reason;

    private static async Task<IEnumerable<string>> FaultsAsync(Func<Task> call) =>
        (await Assert.ThrowsAsync<ClubException>(call)).Violations.Select(fault => fault.Rule);
}
