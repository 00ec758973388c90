using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CrmClub.Client;

/// <summary>
/// The club as a customs system sees it: one channel to the gateway, and calls that carry a token, end by a deadline
/// and are tried again where that is safe. Make one and keep it; it may be used by many threads.
/// </summary>
public sealed class ClubClient : IDisposable
{
    /// <summary>Time after which one try is given up, whatever remains of the call's.</summary>
    public static readonly TimeSpan TryTimeMax = TimeSpan.FromSeconds(10);

    /// <summary>Time for all tries of a call, where the caller sets none.</summary>
    public static readonly TimeSpan CallTime = TimeSpan.FromSeconds(30);

    private const int ReceiveBytesMax = 4 * 1024 * 1024;

    // A connection that was forgotten on its way is let go of within the time of one try.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingAnswerMax = TimeSpan.FromSeconds(5);

    private readonly GrpcChannel _channel;
    private readonly ITokenSource _tokens;
    private readonly TimeProvider _time;

    /// <summary>Opens a channel; connects at the first call.</summary>
    /// <param name="gateway">The gateway's gRPC address, for instance "http://localhost:8081".</param>
    /// <param name="tokens">Where tokens come from.</param>
    /// <param name="time">The clock of waits and deadlines.</param>
    public ClubClient(Uri gateway, ITokenSource tokens, TimeProvider? time = null)
    {
        _tokens = tokens;
        _time = time ?? TimeProvider.System;
        _channel = GrpcChannel.ForAddress(gateway, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                ConnectTimeout = TimeSpan.FromSeconds(3),
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
                KeepAlivePingDelay = PingDelay,
                KeepAlivePingTimeout = PingAnswerMax,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = ReceiveBytesMax,
        });
        Declarations = new DeclarationService.DeclarationServiceClient(_channel);
        Adjustments = new AdjustmentService.AdjustmentServiceClient(_channel);
        Outages = new OutageService.OutageServiceClient(_channel);
        Receipts = new ReceiptService.ReceiptServiceClient(_channel);
        Cases = new CaseService.CaseServiceClient(_channel);
        Supply = new SupplyService.SupplyServiceClient(_channel);
        Controls = new ControlService.ControlServiceClient(_channel);
        Conformance = new ConformanceService.ConformanceServiceClient(_channel);
        Tariffs = new TariffService.TariffServiceClient(_channel);
        DutyFinder = new DutyFinderService.DutyFinderServiceClient(_channel);
        Nomenclature = new NomenclatureService.NomenclatureServiceClient(_channel);
        Rates = new RateService.RateServiceClient(_channel);
        Quotas = new QuotaService.QuotaServiceClient(_channel);
        Proposals = new ProposalService.ProposalServiceClient(_channel);
        Suppliers = new SupplierService.SupplierServiceClient(_channel);
        Register = new RegisterService.RegisterServiceClient(_channel);
        Credentials = new CredentialService.CredentialServiceClient(_channel);
        Grievances = new GrievanceService.GrievanceServiceClient(_channel);
        Assessments = new AssessmentService.AssessmentServiceClient(_channel);
        Accreditations = new AccreditationService.AccreditationServiceClient(_channel);
        Applications = new ApplicationService.ApplicationServiceClient(_channel);
        Balances = new BalanceService.BalanceServiceClient(_channel);
        Membership = new MembershipService.MembershipServiceClient(_channel);
        Voting = new VotingService.VotingServiceClient(_channel);
        Notices = new NoticeService.NoticeServiceClient(_channel);
        Audit = new AuditService.AuditServiceClient(_channel);
        Copies = new CopyService.CopyServiceClient(_channel);
    }

    /// <summary>What everybody may know of suppliers.</summary>
    public RegisterService.RegisterServiceClient Register { get; }

    /// <summary>Certificates as verifiable credentials.</summary>
    public CredentialService.CredentialServiceClient Credentials { get; }

    /// <summary>Grievances about suppliers.</summary>
    public GrievanceService.GrievanceServiceClient Grievances { get; }

    /// <summary>Trade declarations.</summary>
    public DeclarationService.DeclarationServiceClient Declarations { get; }

    /// <summary>What becomes of proposed adjustments.</summary>
    public AdjustmentService.AdjustmentServiceClient Adjustments { get; }

    /// <summary>Times in which declarations could not be taken.</summary>
    public OutageService.OutageServiceClient Outages { get; }

    /// <summary>Signed receipts of decisions.</summary>
    public ReceiptService.ReceiptServiceClient Receipts { get; }

    /// <summary>All that is kept about a declaration.</summary>
    public CaseService.CaseServiceClient Cases { get; }

    /// <summary>Shares of supply by origin.</summary>
    public SupplyService.SupplyServiceClient Supply { get; }

    /// <summary>Risk profiles, and what controls found.</summary>
    public ControlService.ControlServiceClient Controls { get; }

    /// <summary>What an applicant's system shows before its party accedes.</summary>
    public ConformanceService.ConformanceServiceClient Conformance { get; }

    /// <summary>The tariff.</summary>
    public TariffService.TariffServiceClient Tariffs { get; }

    /// <summary>Duties of today and of a week to come, without an account.</summary>
    public DutyFinderService.DutyFinderServiceClient DutyFinder { get; }

    /// <summary>The Harmonized System with the club's lines.</summary>
    public NomenclatureService.NomenclatureServiceClient Nomenclature { get; }

    /// <summary>Exchange rates and reference prices.</summary>
    public RateService.RateServiceClient Rates { get; }

    /// <summary>Tariff quotas.</summary>
    public QuotaService.QuotaServiceClient Quotas { get; }

    /// <summary>How the tariff changes.</summary>
    public ProposalService.ProposalServiceClient Proposals { get; }

    /// <summary>Certified suppliers.</summary>
    public SupplierService.SupplierServiceClient Suppliers { get; }

    /// <summary>By what and by whom facilities are assessed, and what was found.</summary>
    public AssessmentService.AssessmentServiceClient Assessments { get; }

    /// <summary>How it changes by whom and by what facilities are assessed.</summary>
    public AccreditationService.AccreditationServiceClient Accreditations { get; }

    /// <summary>What suppliers apply for.</summary>
    public ApplicationService.ApplicationServiceClient Applications { get; }

    /// <summary>How much of what facilities are certified for is used.</summary>
    public BalanceService.BalanceServiceClient Balances { get; }

    /// <summary>Members.</summary>
    public MembershipService.MembershipServiceClient Membership { get; }

    /// <summary>What the members vote on.</summary>
    public VotingService.VotingServiceClient Voting { get; }

    /// <summary>What the club makes known to everybody.</summary>
    public NoticeService.NoticeServiceClient Notices { get; }

    /// <summary>Proof that the records are whole; choose the service by the metadata "crmclub-service".</summary>
    public AuditService.AuditServiceClient Audit { get; }

    /// <summary>What could not be copied between services; choose the service as for <see cref="Audit"/>.</summary>
    public CopyService.CopyServiceClient Copies { get; }

    /// <summary>
    /// Makes a unary call. Where the club can't be reached or does not answer in time, it is made again, with growing
    /// waits, until the time is over: so a request that changes something needs its <c>request_id</c>, made once.
    /// Where the club is overloaded, it is made again once, after the wait that the club asks for.
    /// </summary>
    /// <param name="call">The call, with the options that it is given.</param>
    /// <param name="within">Time for all tries together; <see cref="CallTime"/> where null.</param>
    /// <param name="cancel">Gives up at once.</param>
    /// <exception cref="RpcException">The club's refusal, or the last failure when time is over.</exception>
    /// <exception cref="SignInException">No token was to be had.</exception>
    public Task<T> CallAsync<T>(
        Func<CallOptions, AsyncUnaryCall<T>> call, TimeSpan? within = null, CancellationToken cancel = default) =>
        TryAsync(
            async (token, left) =>
            {
                using var answer = call(Options(token, left, cancel));
                return await answer.ResponseAsync;
            },
            within, cancel);

    /// <summary>Opens a stream that calculates the duties of any number of consignments, chunk by chunk.</summary>
    public DutyStream OpenDuties() => new(this);

    /// <summary>Opens a stream that submits any number of declarations, chunk by chunk.</summary>
    public DeclarationStream OpenDeclarations() => new(this);

    /// <summary>
    /// Decisions, reports and adjustments of the caller's administration as they are recorded: each once, in order. It
    /// goes on by itself where a stream breaks, until it is cancelled or refused.
    /// </summary>
    /// <param name="cursor">
    /// Of the last message that was dealt with; keep it with what was done. Empty: from the club's first day on.
    /// </param>
    /// <param name="fromNow">Without a cursor: only what comes from now on.</param>
    /// <param name="treeHeads">
    /// Is handed each signed tree head of the club's journal as it comes, for instance
    /// <see cref="AnchorFile.Keep"/>.
    /// </param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="RpcException">The club's refusal.</exception>
    /// <exception cref="SignInException">The identity provider's refusal.</exception>
    public IAsyncEnumerable<WatchDeclarationsResponse> WatchDeclarationsAsync(
        string cursor = "", bool fromNow = false, Action<string>? treeHeads = null,
        CancellationToken cancel = default) =>
        new DeclarationWatch(this, _tokens, _time).ReadAsync(cursor, fromNow, treeHeads, cancel);

    /// <summary>Tries with a token and the time that is left, as <see cref="CallAsync"/> says.</summary>
    internal async Task<T> TryAsync<T>(
        Func<string, TimeSpan, Task<T>> work, TimeSpan? within, CancellationToken cancel)
    {
        var whole = within ?? CallTime;
        var begin = _time.GetTimestamp();
        var plan = new RetryPlan(whole);
        while (true)
        {
            var token = "";
            TimeSpan wait;
            try
            {
                token = await _tokens.GetAsync(cancel);
                return await work(token, whole - _time.GetElapsedTime(begin));
            }
            catch (RpcException) when (cancel.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancel);
            }
            catch (RpcException e) when (Wait(Refusal.From(e)) is { } time)
            {
                if (e.StatusCode == StatusCode.Unauthenticated) _tokens.Drop(token);
                wait = time;
            }
            catch (SignInException e) when (!e.IsRefusal && Wait(Unreachable(e)) is { } time)
            {
                wait = time;
            }
            await Task.Delay(wait, _time, cancel);
        }

        TimeSpan? Wait(Refusal refusal) =>
            plan.Next(refusal, _time.GetElapsedTime(begin), Random.Shared.NextDouble());
    }

    /// <summary>
    /// Makes a call that streams its answer. It is not made again: where it breaks, the caller decides.
    /// </summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        Func<CallOptions, AsyncServerStreamingCall<T>> call,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var token = await _tokens.GetAsync(cancel);
        using var answer = call(new CallOptions(Bearer(token), cancellationToken: cancel));
        await foreach (var message in answer.ResponseStream.ReadAllAsync(cancel)) yield return message;
    }

    /// <inheritdoc />
    public void Dispose() => _channel.Dispose();

    private CallOptions Options(string token, TimeSpan left, CancellationToken cancel)
    {
        var time = left < TryTimeMax ? left : TryTimeMax;
        // gRPC compares a deadline with the system's clock, whatever clock the waits follow.
        return new CallOptions(Bearer(token), DateTime.UtcNow + time, cancel);
    }

    internal static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    private static Refusal Unreachable(SignInException e) => new(StatusCode.Unavailable, "", e.Message, [], null);
}
