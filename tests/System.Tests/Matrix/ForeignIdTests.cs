using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.System.Tests.Declaring;
using CrmClub.Testing.Clubs;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CrmClub.System.Tests.Matrix;

/// <summary>
/// Who knows the number of another administration's declaration learns nothing by it, not even that there is one.
/// </summary>
public sealed class ForeignIdTests(RunningClub running)
{
    private const string Owner = "customs-de";

    // By which a request names what belongs to one administration alone.
    private static readonly string[] Own =
        [
        "GetCaseFileRequest.mrn", "GetDeclarationRequest.mrn", "GetReceiptRequest.mrn", "ReportDeclarationRequest.mrn",
    ];

    // By which it names what the club shares: who may call, may read all of it, or change it by their office.
    private static readonly string[] Shared =
    [
        "AnnounceWithdrawalRequest.party", "ApproveChangeRequest.change_id", "CastVoteRequest.ballot",
        "GetBallotRequest.number", "ListCustomsSystemsRequest.administration", "OpenBallotRequest.party",
        "RejectChangeRequest.change_id",
        "SuspendCustomsSystemRequest.client_id",
        "GetCertificateRequest.number", "GetCountryGroupRequest.code", "GetFacilityRequest.number",
        "ChangeCapacityRequest.facility", "ChangeCapacityRequest.material",
        // To a supplier, another operator's is as none: Suppliers.Tests/LedgerTests.
        "GetBalanceRequest.facility", "ListClaimsRequest.facility",
        "SearchRegisterRequest.country", "SearchRegisterRequest.material", "GetRegisteredFacilityRequest.number",
        "GetRegisteredCertificateRequest.number", "ExportRegisterRequest.format", "ExportRegisterRequest.after",
        "GetCredentialRequest.certificate", "GetStatusListRequest.list",
        "GetNoticeRequest.number", "GetPartyRequest.code", "GetProposalRequest.number",
        "ReviseProposalRequest.number", "SubmitProposalRequest.number", "ApproveProposalRequest.number",
        "RejectProposalRequest.number", "WithdrawProposalRequest.number",
        "PutProposalToVoteRequest.number", "PutProposalToVoteRequest.confirms", "PublishProposalRequest.number",
        "ReverseProposalRequest.number", "CommentProposalRequest.number", "CommentProposalRequest.place",
        "ResolveCommentRequest.number", "ResolveCommentRequest.comment",
        "SimulateProposalRequest.number", "CancelSimulationRequest.number", "CancelSimulationRequest.simulation",
        "GetSimulationRequest.number", "GetSimulationRequest.simulation",
        "GetSimulationDocumentRequest.number", "GetSimulationDocumentRequest.simulation",
        "CompareTariffVersionsRequest.before", "CompareTariffVersionsRequest.after",
        "GetTariffDocumentRequest.number", "GetTariffVersionRequest.number",
        "ListAdministrationsRequest.party", "ListCertificatesRequest.facility",
        "ListCertificateChangesRequest.certificate", "ListExchangeRatesRequest.series",
        "CorrelateGoodsCodeRequest.goods_code", "CorrelateGoodsCodeRequest.from_edition",
        "ListReferencePricesRequest.material", "ListSupplyRequest.material", "ApproveRateCorrectionRequest.number",
        "GetQuotaRequest.order_number", "ChangeQuotaStateRequest.order_number",
        "FindDutyRequest.goods_code", "FindDutyRequest.origin", "FindDutyRequest.administration",
        "RejectRateCorrectionRequest.number", "LookupMeasuresRequest.goods_code", "LookupMeasuresRequest.origin",
        "PrepareCertificateRequest.facility", "PrepareCertificateRequest.replaces",
        "PrepareCertificateRequest.assessment", "ConcludeAssessmentRequest.number", "GetAssessmentRequest.number",
        "ListAssessmentsRequest.facility", "ListSurveillanceRequest.certificate",
        "PrepareSuspensionRequest.certificate", "PrepareLiftingRequest.certificate",
        "CompromiseCredentialKeyRequest.key_id", "ApproveCredentialKeysRequest.change_id",
        "ApproveAccreditationChangeRequest.change_id",
        // To a supplier, another operator's is as none: Suppliers.Tests/ApplicationTests.
        "GetApplicationRequest.number", "WithdrawApplicationRequest.number", "AssignApplicationRequest.number",
        "AssignApplicationRequest.body", "RefuseApplicationRequest.number", "ListRepresentativesRequest.operator",
        "FileGrievanceRequest.facility", "FileGrievanceRequest.certificate",
        "GetGrievanceRequest.number", "ReadSubmissionRequest.number", "AcknowledgeGrievanceRequest.number",
        "ExamineGrievanceRequest.number", "AnswerGrievanceRequest.number", "EraseSubmissionRequest.number",
        // Another administration's is as none: Declarations.Tests/AdjustmentTests. What they count is the overseers'.
        "GetAdjustmentRequest.id", "ReportAdjustmentRequest.id", "GetReassessmentRequest.number",
        "ListAdjustmentsRequest.administration", "ListAdjustmentsRequest.cause",
        "ListDeclarationsRequest.administration",
        // To a person, another administration's system is as none: Declarations.Tests/ConformanceTests.
        "StartConformanceRunRequest.client_id", "GetConformanceRunRequest.client_id",
        "GetConformanceReportRequest.client_id",
        // Everybody reads of outages; who records them is asked by the service.
        "CloseOutageRequest.number",
        // An administration's own profile is as none to others: Declarations.Tests/ProfileTests.
        "GetRiskProfileRequest.id", "TryRiskProfileRequest.id", "EndRiskProfileRequest.id",
        "ApproveRiskProfileRequest.id", "ApproveRiskProfileRequest.content_hash",
        // Only with the secret.
        "GetGrievanceStatusRequest.receipt",
        "PrepareRevocationRequest.certificate", "GetConsistencyProofRequest.former_size",
        // The overseers', who see all of it.
        "ListEntriesRequest.actor", "ListEntriesRequest.kind",
        "GetConsistencyProofRequest.size", "ReadJournalRequest.from_seq", "ReadJournalRequest.to_seq",
    ];

    // What chooses among what was found, or is no name of anything that is kept.
    private static readonly string[] NoNames =
    [
        "request_id", "page_size", "page_token", "as_of", "year", "accepted_from", "accepted_to", "revision", "version",
        "cursor",
        "valid_from", "valid_to", "effective_day", "effective_on", "reason", "title", "known_decision",
        "known_revision", "deadline", "capacity_tons_per_year", "query", "limit", "text", "credential", "language",
        "name", "from_month", "to_month", "day", "from_day", "to_day", "contact", "secret", "summary", "subject",
        "answer", "net_mass_kg", "contained_share", "arrival_day", "until",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Others => ["customs-fr", "customs-nl", "customs-jp", "officer-jp"];

    /// <summary>A new field is a decision: whose things it names is written above first.</summary>
    [Fact]
    public void Requests_EveryFieldThatNamesSomething_IsOwnOrShared()
    {
        var names = Rpcs.All.SelectMany(rpc => rpc.InputType.Fields.InDeclarationOrder())
            .Where(field => field.FieldType is not (FieldType.Message or FieldType.Enum or FieldType.Bool))
            .Where(field => !NoNames.Contains(field.Name))
            .Select(field => $"{field.ContainingType.Name}.{field.Name}");

        Assert.Equal(Own.Concat(Shared).Order(), names.Distinct().Order());
    }

    [Theory, MemberData(nameof(Others))]
    public async Task Call_WithAnotherAdministrationsId_IsAnsweredAsIfThereWereNone(string other)
    {
        using var owner = running.Club.SignedInAs(Owner);
        var real = (await owner.SubmitAsync(ExampleDeclaration.Request(), null, Cancel)).Mrn;
        var absent = Absent(real);
        using var doors = new Doors(running.Club);
        var ways = Rpcs.All.Where(rpc => rpc.InputType.Fields.InDeclarationOrder().Any(IsOwn)).SelectMany(doors.Of);

        foreach (var way in ways)
        {
            Assert.Equal(StatusCode.OK, (await AskAsync(way, Owner, real)).Code);
            var answers = (Real: await AskAsync(way, other, real), Absent: await AskAsync(way, other, absent));
            Assert.Equal(StatusCode.NotFound, answers.Real.Code);
            Assert.Equal(answers.Absent.Whole.Replace(absent, real), answers.Real.Whole);
        }
    }

    /// <summary>Under a number that another administration has, one's own is judged as under any other.</summary>
    [Theory]
    [InlineData("customs-fr", "FR")]
    [InlineData("customs-jp", "JP")]
    public async Task Submit_UnderAnothersNumbers_IsAnsweredAsUnderAnyOthers(string other, string administration)
    {
        using var owner = running.Club.SignedInAs(Owner);
        var theirs = ExampleDeclaration.Request();
        var real = (await owner.SubmitAsync(theirs, null, Cancel)).Mrn;
        var absent = Absent(real);
        using var doors = new Doors(running.Club);

        foreach (var way in doors.Of(Rpcs.All.Single(rpc => rpc.Name == "SubmitDeclaration")))
        {
            var asked = ExampleDeclaration.Request(administration);
            asked.ValidateOnly = true;
            (asked.Declaration.Lrn, asked.Declaration.Mrn) = (theirs.Declaration.Lrn, real);
            var ofReal = await AskAsync(way, other, asked);
            asked.Declaration.Mrn = absent;
            var ofAbsent = await AskAsync(way, other, asked);
            Assert.Equal(StatusCode.InvalidArgument, ofReal.Code);
            Assert.Equal(Neutral(ofAbsent.Whole, absent), Neutral(ofReal.Whole, real));

            asked.Declaration.Mrn = "";
            var ofLrn = await AskAsync(way, other, asked);
            Assert.True(ofLrn.Code == StatusCode.OK, $"{way}: {ofLrn.Whole}");
        }
    }

    [Theory, MemberData(nameof(Others))]
    public async Task List_ByAnothersPageToken_ShowsNothingOfTheirs(string other)
    {
        using var owner = running.Club.SignedInAs(Owner);
        for (var n = 0; n < 2; n++) await owner.SubmitAsync(ExampleDeclaration.Request(), null, Cancel);
        var page = new ListDeclarationsRequest { PageSize = 1 };
        page.PageToken = (await owner.CallAsync(options =>
            owner.Declarations.ListDeclarationsAsync(page, options), cancel: Cancel)).NextPageToken;
        Assert.NotEmpty(page.PageToken);
        using var stranger = running.Club.SignedInAs(other);

        var shown = await stranger.CallAsync(options =>
            stranger.Declarations.ListDeclarationsAsync(page, options), cancel: Cancel);
        var all = await stranger.StoredByLrnAsync(Cancel);

        Assert.DoesNotContain(shown.Declarations.Concat(all.SelectMany(one => one)), one => one.Administration == "DE");
    }

    private static bool IsOwn(FieldDescriptor field) => Own.Contains($"{field.ContainingType.Name}.{field.Name}");

    private async Task<Outcome> AskAsync(Way way, string caller, string id)
    {
        var request = way.Rpc.InputType.Parser.ParseFrom([]);
        if (request is ReportDeclarationRequest report)
            (report.RequestId, report.ValidateOnly, report.Report) = ($"{Guid.NewGuid()}", true, Control());
        way.Rpc.InputType.Fields.InDeclarationOrder().Single(IsOwn).Accessor.SetValue(request, id);
        return await AskAsync(way, caller, request);
    }

    private async Task<Outcome> AskAsync(Way way, string caller, Google.Protobuf.IMessage request) =>
        await way.CallAsync($"Bearer {await running.Club.TokenAsync(caller, Cancel)}", request, Cancel);

    // Which an officer reports, too.
    private static Report Control() => new()
    {
        UnderControl = new()
        {
            Kind = ControlKind.Documents,
            Day = ExampleDeclaration.Request().Declaration.AcceptanceDay,
        },
    };

    // Of the same form and with a right check character, too, so that only the look-up can tell them apart.
    private static string Absent(string mrn) => Enumerable.Range('A', 26)
        .Select(letter => $"{mrn[..^2]}{(char)letter}".ToString(CultureInfo.InvariantCulture))
        .SelectMany(head => "0123456789".Select(check => head + check))
        .First(other => other != mrn && Contracts.Identifiers.Mrn.Check(other).IsValid);

    /// <summary>Without the id, in plain text or in the details' hex.</summary>
    private static string Neutral(string whole, string id) =>
        whole.Replace(id, "").Replace(Convert.ToHexString(global::System.Text.Encoding.UTF8.GetBytes(id)), "");
}
