using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Declaring;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;

namespace CrmClub.System.Tests.Matrix;

/// <summary>A request that changes something, not sent yet, and another that takes its id in vain.</summary>
/// <param name="Rpc">What it asks for.</param>
/// <param name="Request">Sound, with an id of its own.</param>
/// <param name="Other">Sound, too: the same id, another content.</param>
internal sealed record Deed(MethodDescriptor Rpc, IMessage Request, IMessage Other)
{
    public string Service => Rpcs.ServedBy(Rpc)[0];

    /// <summary>Another deed under this one's id.</summary>
    public IMessage Taking(Deed other) => WithId(other.Request, IdOf(Request));

    /// <summary>A request with that id; of several in one, the first.</summary>
    public static IMessage WithId(IMessage request, string id)
    {
        var copy = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        var holder = HolderOf(copy);
        holder.Descriptor.FindFieldByName(Deeds.IdField).Accessor.SetValue(holder, id);
        return copy;
    }

    private static string IdOf(IMessage request)
    {
        var holder = HolderOf(request);
        return (string)holder.Descriptor.FindFieldByName(Deeds.IdField).Accessor.GetValue(holder);
    }

    private static IMessage HolderOf(IMessage request) => request is SubmitDeclarationsRequest many
        ? many.Requests[0]
        : request;
}

/// <summary>A sound deed for every RPC with a <c>request_id</c>, done at its service.</summary>
internal sealed class Deeds : IDisposable
{
    public const string IdField = "request_id";

    private const string Anyone = "anyone";

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(60);

    private readonly ClubUnderTest club;
    private readonly MembershipDeeds membership;
    private readonly TariffDeeds tariffs;
    private readonly AssessmentDeeds assessments;
    private readonly AdjustmentDeeds adjustments;
    private readonly Certificate certificate;
    private readonly string owner;
    private readonly Dictionary<string, (GrpcChannel Channel, string Authorization)> services;
    private readonly Dictionary<MethodDescriptor, Deed> undone = [];

    private Deeds(ClubUnderTest club, Certificate certificate, string owner, string chief, string customs)
    {
        (this.club, this.certificate, this.owner) = (club, certificate, owner);
        membership = new MembershipDeeds(club);
        tariffs = new TariffDeeds(club);
        assessments = new AssessmentDeeds(club);
        adjustments = new AdjustmentDeeds(club);
        services = new()
        {
            ["suppliers"] = (GrpcChannel.ForAddress(club.Address("suppliers", "grpc")), $"Bearer {chief}"),
            ["membership"] = (GrpcChannel.ForAddress(club.Address("membership", "grpc")), $"Bearer {chief}"),
            ["tariffs"] = (GrpcChannel.ForAddress(club.Address("tariffs", "grpc")), $"Bearer {chief}"),
            ["declarations"] = (GrpcChannel.ForAddress(club.Address("declarations", "grpc")), $"Bearer {customs}"),
        };
    }

    /// <summary>RPCs whose request, or each of the requests in it, has an id.</summary>
    public static IReadOnlyList<MethodDescriptor> Rpcs { get; } = [.. Matrix.Rpcs.All.Where(rpc =>
        rpc.InputType.FindFieldByName(IdField) is not null
        || rpc.InputType.Fields.InDeclarationOrder().Any(field => field.IsRepeated
            && field.FieldType == FieldType.Message && field.MessageType.FindFieldByName(IdField) is not null))];

    public static async Task<Deeds> PrepareAsync(ClubUnderTest club, CancellationToken cancel)
    {
        var certificate = await club.CertifyAsync(cancel);
        using var chief = club.SignedInAs("chief");
        var facility = await chief.CallAsync(options => chief.Suppliers.GetFacilityAsync(
            new GetFacilityRequest { Number = certificate.Facility }, options), cancel: cancel);
        return new Deeds(club, certificate, facility.Operator.Number,
            await club.TokenAsync("chief", cancel), await club.TokenAsync("customs-de", cancel));
    }

    /// <summary>Who does it: an id is one deed among those of one caller.</summary>
    public static string DoneBy(MethodDescriptor rpc) => rpc switch
    {
        { Name: "ReportAdjustment" } => "officer-de",
        { Name: "CastVote" } => "delegate-eu",
        { Name: "ApproveRiskProfile" } => "approver",
        { Service.Name: "ControlService" } => "secretariat",
        { Name: "FileGrievance" } => Anyone,
        { Service.Name: "GrievanceService" } => "case-officer",
        { Name: "RecordAssessment" or "ConcludeAssessment" } => "assessor",
        { Name: "FileApplication" or "WithdrawApplication" } => "supplier",
        _ => "",
    };

    /// <summary>A new deed of that kind.</summary>
    public async Task<Deed> MakeAsync(MethodDescriptor rpc, CancellationToken cancel)
    {
        var (request, other) = rpc.Name switch
        {
            "SubmitDeclaration" => Pair(ExampleDeclaration.Request(), one => one.Declaration.Exporter += ", another"),
            "SubmitDeclarations" => Pair(new SubmitDeclarationsRequest { Requests = { ExampleDeclaration.Request() } },
                many => many.Requests[0].Declaration.Exporter += ", another"),
            "ReportDeclaration" => Pair(
                await ReleaseAsync(cancel), one => one.Report = new() { Notified = new() { Day = "2026-12-01" } }),
            "ReportAdjustment" => Pair(
                await adjustments.HearAsync(cancel), one => one.Step = new() { Fraud = new() { Reason = "x" } }),
            "OpenOutage" => Pair(Outage(), one => one.Reason += ", again"),
            _ when rpc.Service.Name == "ControlService" => await ControlDeeds.MakeAsync(club, rpc, cancel),
            "CloseOutage" => Pair(await EndAsync(cancel), one => one.Number = int.MaxValue),
            "RegisterOperator" => Pair(Operator(), one => one.Operator.Name += ", another"),
            "RegisterFacility" => Pair(Facility(), one => one.Facility.Name += ", another"),
            "ChangeCapacity" => Pair(Capacity(), one => one.Reason += ", again"),
            "RecordTransfer" => Pair(
                await TransferDeeds.MakeAsync(club, certificate, cancel), one => one.Transfer.Kg = "2"),
            "PrepareCertificate" => Pair(Certificate(), one => one.Reason += ", again"),
            "PrepareRevocation" => Pair(Revocation(), one => one.Reason += ", again"),
            "PrepareSuspension" => Pair(Suspension(), one => one.Reason += ", again"),
            "PrepareLifting" => Pair(await LiftingAsync(cancel), one => one.Reason += ", again"),
            "RegisterBody" => Pair(AssessmentDeeds.Body(), one => one.Body.Name += ", another"),
            "RegisterAssessor" => Pair(
                await assessments.AssessorAsync(cancel), one => one.Assessor.ValidTo = "2098-01-01"),
            "PrepareAccreditationChange" => Pair(
                await assessments.ChangeAsync(cancel), one => one.Change.Reason += ", again"),
            "ApproveAccreditationChange" => Pair(
                await assessments.ApprovalAsync(cancel), one => one.ChangeId = $"{Guid.NewGuid()}"),
            "RecordAssessment" => Pair(
                await assessments.RecordAsync(certificate.Facility, cancel),
                one => one.Assessment.Findings[0].Note += ", again"),
            "ConcludeAssessment" => Pair(
                await assessments.ConcludeAsync(certificate.Facility, cancel), one => one.Number = "A-2026-9999"),
            "RotateCredentialKeys" => Pair(Rotation(), one => one.Reason += ", again"),
            "CompromiseCredentialKey" => Pair(await CompromiseAsync(cancel), one => one.Reason += ", again"),
            "ApproveCredentialKeys" => Pair(
                new ApproveCredentialKeysRequest
                {
                    RequestId = NewId(),
                    ChangeId = (await RotationAsync(cancel)).Change.Id,
                },
                one => one.ChangeId = $"{Guid.NewGuid()}"),
            "ApproveChange" when rpc.Service.Name == "SupplierService" =>
                Pair(await ApprovalAsync(cancel), one => one.ChangeId = $"{Guid.NewGuid()}"),
            _ when rpc.Service.Name == "ApplicationService" =>
                await new ApplicationDeeds(club, Facility()).MakeAsync(rpc, cancel),
            _ when rpc.Service.Name == "GrievanceService" => await GrievanceDeeds.MakeAsync(
                rpc, new(services["suppliers"].Channel), certificate,
                await club.TokenAsync("case-officer", cancel), cancel),
            _ when rpc.Service.File.Package == "crmclub.membership.v1" => await membership.MakeAsync(rpc, cancel),
            _ when rpc.Service.File.Package == "crmclub.tariffs.v1" => await tariffs.MakeAsync(rpc, cancel),
            _ => throw new InvalidOperationException($"{rpc.FullName} has a {IdField} and no example here."),
        };
        return new Deed(rpc, request, other);
    }

    /// <summary>One deed of that kind, always the same, for those who only take its form: it is never done.</summary>
    public async Task<Deed> UndoneAsync(MethodDescriptor rpc, CancellationToken cancel) =>
        undone.TryGetValue(rpc, out var made) ? made : undone[rpc] = await MakeAsync(rpc, cancel);

    /// <summary>Calls as a client does, which tries again where a part was away.</summary>
    public async Task<Outcome> CallAsync(Deed deed, IMessage request, CancellationToken cancel)
    {
        var (channel, authorization) = services[deed.Service];
        if (DoneBy(deed.Rpc) is { Length: > 0 } who && who != Anyone)
            authorization = $"Bearer {await club.TokenAsync(who, cancel)}";
        var way = new GrpcWay($"gRPC {deed.Service}", deed.Rpc, channel.CreateCallInvoker())
        {
            IsThroughGateway = false,
        };
        Outcome? outcome = null;
        await Eventually.HoldsAsync($"{way} is answered", async () =>
        {
            outcome = await way.CallAsync(authorization, request, cancel);
            return outcome.Code != StatusCode.Unavailable;
        }, AnswerMax, cancel);
        return Told(deed.Rpc, outcome!);
    }

    /// <summary>How many deeds the service has done.</summary>
    public async Task<long> DoneAsync(string service, CancellationToken cancel)
    {
        if (service is "membership" or "tariffs")
            await Eventually.HoldsAsync(
                "Membership and Tariffs have heard each other", HeardAsync, AnswerMax, cancel);
        await using var database = club.Database(service);
        await using var count = database.CreateCommand(
            service == "declarations"
                ? "SELECT (SELECT count(*) FROM declaration) + (SELECT count(*) FROM report) "
                    + "+ (SELECT count(*) FROM outage_step) + (SELECT count(*) FROM risk_profile)"
                    + "+ (SELECT count(*) FROM adjustment_report)"
                // What Declarations tells of a simulation is written down, too.
                : "SELECT count(*) FROM journal WHERE kind <> 'crmclub.suppliers.v1.CapacityUsed' "
                    + "AND actor <> 'declarations'");
        return (long)(await count.ExecuteScalarAsync(cancel))!;
    }

    // What a proposal asks for is done in the other's journal a moment later.
    private async Task<bool> HeardAsync()
    {
        return await HasHeardAsync("membership", "tariffs") && await HasHeardAsync("tariffs", "membership")
            && await HasHeardAsync("membership", "tariffs");

        async Task<bool> HasHeardAsync(string consumer, string producer)
        {
            await using var told = club.Database(producer);
            await using var heard = club.Database(consumer);
            await using var written = told.CreateCommand("SELECT count(*) FROM journal");
            await using var taken = heard.CreateCommand("SELECT max(seq) FROM copy_cursor WHERE producer = $1");
            taken.Parameters.Add(new() { Value = producer });
            return Equals(await written.ExecuteScalarAsync(), await taken.ExecuteScalarAsync());
        }
    }

    public void Dispose()
    {
        foreach (var (channel, _) in services.Values) channel.Dispose();
    }

    /// <summary>Without the one field that says that it is told again; of one of many, its own outcome.</summary>
    private static Outcome Told(MethodDescriptor rpc, Outcome outcome)
    {
        if (outcome.Code != StatusCode.OK) return outcome;
        var answer = rpc.OutputType.Parser.ParseFrom(Convert.FromHexString(outcome.Whole));
        if (answer is SubmitDeclarationResponse one) one.Answer.Replayed = false;
        if (answer is ReportDeclarationResponse reported) reported.Replayed = false;
        if (answer is not SubmitDeclarationsResponse { Results: [var result] }) return Outcome.Of(answer.ToByteArray());
        if (result.Refusal is { } refusal)
            return new(StatusCode.AlreadyExists, refusal.Reason, $"{refusal}");
        result.Answer.Replayed = false;
        return Outcome.Of(answer.ToByteArray());
    }

    internal static (IMessage, IMessage) Pair<T>(T request, Action<T> change) where T : IMessage<T>, IDeepCloneable<T>
    {
        var other = request.Clone();
        change(other);
        return (request, other);
    }

    private async Task<ApproveChangeRequest> ApprovalAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var draft = await officer.CallAsync(
            options => officer.Suppliers.PrepareCertificateAsync(Certificate(), options), cancel: cancel);
        return new() { RequestId = NewId(), ChangeId = draft.Change.Id };
    }

    private async Task<ReportDeclarationRequest> ReleaseAsync(CancellationToken cancel)
    {
        using var customs = club.SignedInAs("customs-de");
        var declared = await customs.SubmitAsync(ExampleDeclaration.Request(), null, cancel);
        return new()
        {
            RequestId = NewId(),
            Mrn = declared.Mrn,
            Report = new() { Released = new() { Day = declared.AcceptanceDay } },
        };
    }

    private static OpenOutageRequest Outage() => new()
    {
        RequestId = NewId(),
        BeganAt = new() { Seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60 },
        Reason = "No power",
    };

    private async Task<CloseOutageRequest> EndAsync(CancellationToken cancel)
    {
        using var customs = club.SignedInAs("customs-de");
        var opened = await customs.CallAsync(
            options => customs.Outages.OpenOutageAsync(Outage(), options), cancel: cancel);
        return new() { RequestId = NewId(), Number = opened.Outage.Number, EndedAt = opened.Outage.BeganAt };
    }

    private static RegisterOperatorRequest Operator() => new()
    {
        RequestId = NewId(),
        Operator = new Operator
        {
            Name = "Demonstration operator",
            Country = "MY",
            Identifiers = { new Identifier { Kind = IdentifierKind.Lei, Value = "0000DEMO0000MYSEP017" } },
        },
    };

    private RegisterFacilityRequest Facility() => new()
    {
        RequestId = NewId(),
        Facility = new Facility
        {
            Operator = owner,
            Name = "Demonstration plant",
            Country = "MY",
            Kind = FacilityKind.Separation,
            Scopes = { Scope("2500") },
        },
    };

    // Another material each time: a capacity counts from later than the one before.
    private ChangeCapacityRequest Capacity() => new()
    {
        RequestId = NewId(),
        Facility = certificate.Facility,
        Material = $"{Guid.NewGuid():N}"[..10],
        Stage = Stage.SeparatedCompound,
        CapacityTonsPerYear = "1",
        ValidFrom = "2030-01-01",
        Reason = "A second line",
    };

    private PrepareCertificateRequest Certificate() => new()
    {
        RequestId = NewId(),
        Facility = certificate.Facility,
        Level = CertificateLevel.B,
        ValidFrom = Certifying.ValidFrom,
        Reason = "Assessed at level B",
        Assessment = certificate.Assessment,
        Scopes = { Scope("") },
    };

    private PrepareRevocationRequest Revocation() => new()
    {
        RequestId = NewId(),
        Certificate = certificate.Number,
        Ground = RevocationGround.Fraud,
        EffectiveDay = Certifying.ValidFrom,
        Reason = "The assessment rested on a false assay",
    };

    private PrepareSuspensionRequest Suspension() => new()
    {
        RequestId = NewId(),
        Certificate = certificate.Number,
        Ground = SuspensionGround.Inquiry,
        // Later than any day on which a test runs elsewhere in the world.
        EffectiveDay = Day(DateTime.UtcNow.AddDays(2)),
        Reason = "A grievance is looked into",
    };

    private async Task<PrepareLiftingRequest> LiftingAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var request = Suspension();
        request.Certificate = (await club.CertifyAsync(cancel)).Number;
        var draft = await officer.CallAsync(
            options => officer.Suppliers.PrepareSuspensionAsync(request, options), cancel: cancel);
        var suspended = await club.ApproveAsync(draft.Change, "approver", cancel);
        return new()
        {
            RequestId = NewId(),
            Certificate = suspended.Number,
            EffectiveDay = suspended.Suspensions[0].From,
            Reason = "The inquiry found nothing",
        };
    }

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<CompromiseCredentialKeyRequest> CompromiseAsync(CancellationToken cancel) => new()
    {
        RequestId = NewId(),
        KeyId = (await RotationAsync(cancel)).Keys[^1].Id,
        Reason = "A stolen backup",
    };

    private async Task<RotateCredentialKeysResponse> RotationAsync(CancellationToken cancel)
    {
        using var approver = club.SignedInAs("approver");
        return await approver.CallAsync(
            options => approver.Suppliers.RotateCredentialKeysAsync(Rotation(), options), cancel: cancel);
    }

    private static RotateCredentialKeysRequest Rotation() => new() { RequestId = NewId(), Reason = "Yearly rotation" };

    private static Scope Scope(string tons) =>
        new() { Material = "NdPr", Stage = Stage.SeparatedCompound, CapacityTonsPerYear = tons };

    internal static string NewId() => Guid.CreateVersion7().ToString();
}
