using System.Text;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Suppliers.Grievances;

namespace CrmClub.Suppliers.Tests.Grievances;

public sealed class FilingTests(Postgres postgres)
{
    private static readonly DateTimeOffset LateInNovember = new(2027, 11, 25, 23, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task File_ThenAsked_SaysHowFarItIsToWhoeverHasTheReceipt()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);

        var filed = await desk.FileAsync();
        var status = await desk.StatusAsync(filed.Receipt, filed.Secret);

        Assert.Equal(("G-2027-0001", "2027-10-20"), (filed.Receipt, filed.DueOn));
        Assert.Equal(
            (GrievanceState.Received, "2027-09-20", "2027-10-20", desk.Certificate.Facility, ""),
            (status.State, status.FiledOn, status.DueOn, status.Facility, status.Answer));
        // As somebody has copied it by hand.
        Assert.Equal(status, await desk.StatusAsync(
            " g-2027-0001", filed.Secret.Replace("-", " ").Replace('0', 'o').Replace('1', 'l').ToLowerInvariant()));
    }

    [Fact]
    public async Task File_LateInTheEvening_CountsFromBrusselsDayAndEndsOnAWorkingDay()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        desk.Registry.Time.Now = LateInNovember;

        var filed = await desk.FileAsync();

        // 26 November and 30 days is a Sunday of the institutions' holidays, which end with the weekend of the year.
        Assert.Equal("2028-01-03", filed.DueOn);
        Assert.Equal("2027-11-26", (await desk.FindAsync(filed.Receipt)).FiledOn);
    }

    [Theory]
    [InlineData("en", "Dust from the plant covers the school yard.\nThree children are ill.")]
    [InlineData("ja", "工場の排水で川が赤くなりました。")]
    [InlineData("fr", "La poussière de l’usine couvre la cour de l’école.")]
    [InlineData("de-AT", "Der Staub der Anlage liegt auf dem Schulhof.")]
    [InlineData("es", "El polvo de la planta cubre el patio de la escuela.")]
    [InlineData("pt-BR", "A poeira da usina cobre o pátio da escola.")]
    [InlineData("zh-Hant", "工廠的粉塵覆蓋了學校操場。🏭")]
    [InlineData("ms", "Debu dari kilang menutupi halaman sekolah.")]
    [InlineData("my", "စက်ရုံမှ ဖုန်မှုန့်များ ကျောင်းဝင်းကို ဖုံးလွှမ်းထားသည်။")]
    public async Task File_InALanguage_IsReadAsItWasWritten(string language, string text)
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var request = desk.Sound();
        (request.Language, request.Text) = (language, text);

        var filed = await desk.FileAsync(request);
        var read = await desk.ReadAsync(filed.Receipt);

        Assert.Equal((language, text), (read.Grievance.Language, read.Submission.Text));
        Assert.Equal(("Aminah binti Yusof", "aminah@example.my"), (read.Submission.Name, read.Submission.Contact));
    }

    [Fact]
    public async Task File_ManyFaults_NamesEachAndStoresNothing()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var request = new FileGrievanceRequest
        {
            RequestId = "x",
            Language = "tlh",
            Text = "a\0b",
            Facility = "F-MY-9999",
            Certificate = "CRM-2027-\u0000",
            Name = new string('n', 201),
            Contact = "a\u001bb",
        };

        var refusal = await Assert.ThrowsAsync<ClubException>(() => desk.FileAsync(request));

        Assert.Equal(
            [
                ("certificate", "CERTIFICATE"), ("contact", "TEXT_CHARACTERS"), ("facility", "FACILITY"),
                ("language", "LANGUAGE"), ("name", "TEXT_LENGTH"), ("request_id", "UUID"),
                ("text", "TEXT_CHARACTERS"),
            ],
            refusal.Violations.Select(fault => (fault.Field, fault.Rule)).Order());
        Assert.All(refusal.Violations, fault => Assert.NotEqual("", fault.Accepted));
        Assert.Equal(0, await desk.Registry.CountAsync("grievance"));
    }

    [Fact]
    public async Task File_AboutNothingOrAnotherPlantsCertificate_IsRefused()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var other = await desk.Registry.FacilityAsync();
        var (nothing, others) = (desk.Sound(), desk.Sound());
        (nothing.Facility, nothing.Certificate, nothing.Text) = ("", "", " \r\n ");
        others.Facility = other.Number;

        var aboutNothing = await Assert.ThrowsAsync<ClubException>(() => desk.FileAsync(nothing));
        var aboutOthers = await Assert.ThrowsAsync<ClubException>(() => desk.FileAsync(others));

        Assert.Equal(["facility REQUIRED", "text REQUIRED"],
            aboutNothing.Violations.Select(fault => $"{fault.Field} {fault.Rule}").Order());
        Assert.Equal("CERTIFICATE_OF_FACILITY", Assert.Single(aboutOthers.Violations).Rule);
    }

    [Fact]
    public async Task File_AboutACertificateAlone_IsAboutItsFacility()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var request = desk.Sound();
        (request.Facility, request.Name, request.Contact) = ("", "", " ");

        var grievance = await desk.FindAsync((await desk.FileAsync(request)).Receipt);

        Assert.Equal((desk.Certificate.Facility, true), (grievance.Facility, grievance.Anonymous));
    }

    [Fact]
    public async Task File_Again_GivesTheSameReceiptAndSecret()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var request = desk.Sound();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.FileAsync(request)));
        request.Name += " the younger";
        var other = await Assert.ThrowsAsync<ClubException>(() => desk.FileAsync(request));

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal(ErrorReason.RequestIdReused, other.Reason);
        Assert.Equal(1, await desk.Registry.CountAsync("grievance"));
    }

    [Fact]
    public async Task File_ValidateOnly_GivesNoReceiptAndStoresNothing()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var request = desk.Sound();
        request.ValidateOnly = true;

        Assert.Equal(new FileGrievanceResponse { DueOn = "2027-10-20" }, await desk.FileAsync(request));
        Assert.Equal((0, 0), (
            await desk.Registry.CountAsync("grievance"), await desk.Registry.CountAsync("submission_key")));
    }

    [Theory]
    [InlineData("G-2027-0001", "")]
    [InlineData("G-2027-0001", "0000-0000-0000-0000-0000-0000-0000-0000")]
    [InlineData("G-2027-0001", "no secret at all")]
    [InlineData("G-2027-0002", null)]
    [InlineData("", null)]
    [InlineData("G-2027-0001' OR '1'='1", null)]
    [InlineData("G-2027-\0", null)]
    public async Task Status_WithoutBoth_IsAnsweredAlikeWhateverIsWrong(string receipt, string? secret)
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var filed = await desk.FileAsync();

        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => desk.StatusAsync(receipt, secret ?? filed.Secret));

        Assert.Equal(
            (ErrorReason.NotFound, "No grievance has this receipt and this secret.", 0),
            (refusal.Reason, refusal.Message, refusal.Violations.Count));
    }

    [Fact]
    public async Task Status_OfOneSecret_OpensNoOtherReceipt()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var (mine, theirs) = (await desk.FileAsync(), await desk.FileAsync());

        Assert.NotEqual(mine.Secret, theirs.Secret);
        await Assert.ThrowsAsync<ClubException>(() => desk.StatusAsync(mine.Receipt, theirs.Secret));
    }

    [Fact]
    public void Secret_WrittenAndRead_IsTheSame160Bits()
    {
        var bytes = Enumerable.Range(0, ReceiptSecret.Bytes).Select(n => (byte)(n * 13 + 7)).ToArray();

        var text = ReceiptSecret.Write(bytes);

        Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$", text);
        Assert.Equal(bytes, ReceiptSecret.Read(text));
        Assert.Null(ReceiptSecret.Read(text[..^1]));
        Assert.Null(ReceiptSecret.Read(text + "0"));
        Assert.Null(ReceiptSecret.Read(new StringBuilder().Insert(0, text, 100).ToString()));
    }
}
