using System.Security.Cryptography;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tests.Bench;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CrmClub.Web.Tests;

/// <summary>The three services that pages ask, with one answer each, on one port.</summary>
internal sealed class StubServices : IAsyncDisposable
{
    internal const string Mrn = "26DENIRX26GMRY4WR1";

    /// <summary>Text as an attacker would declare it.</summary>
    internal const string Markup = "<script>alert(1)</script>";

    /// <summary>Public keys as the service states them.</summary>
    internal const string Keys = """{"keys":[{"kty":"EC","crv":"P-256"}]}""";

    private readonly WebApplication _app;

    private StubServices(WebApplication app, string address) => (_app, Address) = (app, address);

    internal string Address { get; }

    /// <summary>The token of the last call.</summary>
    internal static string Token { get; private set; } = "";

    /// <summary>The token by which the keys were asked for.</summary>
    internal static string KeysToken { get; private set; } = "";

    internal static async Task<StubServices> StartAsync()
    {
        var port = Loopback.FreePort();
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Loopback.NewFolder() });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(
            port, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<StubMembership>();
        app.MapGrpcService<StubNotices>();
        app.MapGrpcService<Tariffs>();
        app.MapGrpcService<Declarations>();
        app.MapGrpcService<Cases>();
        app.MapGrpcService<Outages>();
        app.MapGrpcService<StubAdjustments>();
        app.MapGrpcService<StubConformance>();
        app.MapGrpcService<StubSupply>();
        app.MapGrpcService<StubRates>();
        app.MapGrpcService<StubQuotas>();
        app.MapGrpcService<StubControls>();
        app.MapGrpcService<StubAudit>();
        app.MapGrpcService<StubCopies>();
        app.MapGrpcService<StubSuppliers>();
        app.MapGrpcService<StubSuppliers.Balances>();
        app.MapGrpcService<StubAssessments>();
        app.MapGrpcService<StubAssessments.Applications>();
        app.MapGrpcService<StubProposals>();
        app.MapGrpcService<StubProposals.Voting>();
        app.MapGrpcService<StubGrievances>();
        app.MapGrpcService<StubRegister>();
        app.MapGrpcService<StubDutyFinder>();
        app.MapGrpcService<StubNomenclature>();
        app.MapGrpcService<StubRegister.Credentials>();
        await app.StartAsync();
        return new StubServices(app, $"http://localhost:{port}");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void See(ServerCallContext context) =>
        Token = context.RequestHeaders.GetValue("authorization") ?? "";

    /// <summary>The consignment whose duty was asked for last.</summary>
    internal static Consignment Asked { get; private set; } = new();

    private sealed class Tariffs : TariffService.TariffServiceBase
    {
        private static readonly byte[] Document = new TariffDocument
        {
            Materials = { new Material { Code = "Dy", NameEn = "Dysprosium", NameJa = "ジスプロシウム" } },
            Lines =
            {
                new ClubLine
                {
                    GoodsCode = "28469020", DescriptionEn = "Dysprosium", DescriptionJa = "ジスプロシウム",
                    Material = "Dy", Stage = Stage.SeparatedCompound,
                },
            },
            LegalActs = { new LegalAct { Id = "OJ-1", ValidFrom = "2026-01-05" } },
            DocumentCodes = { new DocumentCode { Code = "C644", NameEn = "Certificate", ValidFrom = "2026-01-05" } },
            Measures =
            {
                new Measure
                {
                    Id = "M-1", Type = MeasureType.Base, GoodsCode = "284690", Origin = "ALL", Expression = "20 %",
                    ValidFrom = "2026-01-05",
                },
                new Measure
                {
                    Id = "M-3", Type = MeasureType.PriceFloor, GoodsCode = "284690", Origin = "ALL",
                    Expression = "FLOOR 325 USD / kg Dy2O3", ValidFrom = "2026-01-05",
                },
            },
        }.ToByteArray();

        public override Task<GetTariffVersionResponse> GetTariffVersion(
            GetTariffVersionRequest request, ServerCallContext context)
        {
            if (request.Number == 1)
            {
                KeysToken = context.RequestHeaders.GetValue("authorization") ?? "";
                return Task.FromResult(new GetTariffVersionResponse { Version = Version(), Keys = Keys });
            }

            See(context);
            return request.Number == 0 && string.CompareOrdinal(request.AsOf, "2026-01-05") < 0
                ? throw new RpcException(new Status(StatusCode.NotFound, "None yet."))
                : Task.FromResult(new GetTariffVersionResponse { Version = Version() });
        }

        public override Task<GetTariffDocumentResponse> GetTariffDocument(
            GetTariffDocumentRequest request, ServerCallContext context) => Task.FromResult(
                new GetTariffDocumentResponse { Version = Version(), Document = ByteString.CopyFrom(Document) });

        public override Task<ListTariffVersionsResponse> ListTariffVersions(
            ListTariffVersionsRequest request, ServerCallContext context) =>
            Task.FromResult(new ListTariffVersionsResponse { Versions = { Version() } });

        public override Task<CalculateDutyResponse> CalculateDuty(
            CalculateDutyRequest request, ServerCallContext context)
        {
            Asked = request.Consignment;
            return Asked.Item.GoodsCode.Length == 8
                ? Task.FromResult(new CalculateDutyResponse { Answer = Declarations.Answer().Items[0] })
                : throw new Google.Rpc.Status
                {
                    Code = (int)StatusCode.InvalidArgument,
                    Message = "1 rule is broken.",
                    Details =
                    {
                        Any.Pack(new ViolationList
                        {
                            Violations =
                            {
                                new Violation
                                {
                                    Field = "consignment.item.goods_code", Rule = "HS_CODE",
                                    Value = Asked.Item.GoodsCode, Message = "There is no such code.",
                                },
                            },
                        }),
                    },
                }.ToRpcException();
        }

        public override Task<CompareDutiesResponse> CompareDuties(
            CompareDutiesRequest request, ServerCallContext context) => Task.FromResult(StubRates.Compare(request));

        public override Task<CompareTariffVersionsResponse> CompareTariffVersions(
            CompareTariffVersionsRequest request, ServerCallContext context)
        {
            var before = new Measure { Id = "M-1", GoodsCode = "28469020", Expression = $"{request.Before} %" };
            var isFirst = request.PageToken.Length == 0;
            return Task.FromResult(new CompareTariffVersionsResponse
            {
                Comparison = new TariffComparison
                {
                    Measures =
                    {
                        isFirst
                            ? new MeasureDifference
                            {
                                Id = "M-1", Before = before,
                                After = new Measure(before) { Expression = $"{request.After} %" },
                            }
                            : new MeasureDifference { Id = "M-2", After = new Measure(before) { Id = "M-2" } },
                    },
                },
                NextPageToken = isFirst ? "next" : "",
            });
        }

        public override Task<ListExchangeRatesResponse> ListExchangeRates(
            ListExchangeRatesRequest request, ServerCallContext context) => Task.FromResult(StubRates.List(request));

        private static TariffVersion Version() => new()
        {
            Number = 7,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Document)),
            ValidFrom = "2026-01-05",
            PublishedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
            Measures = 1,
        };
    }

    private sealed class Cases : CaseService.CaseServiceBase
    {
        public override async Task<GetCaseFileResponse> GetCaseFile(
            GetCaseFileRequest request, ServerCallContext context)
        {
            switch (request.Mrn)
            {
                case Mrn:
                    return new() { CaseFile = new() { Mrn = Mrn, Lrn = Markup, IssuedAt = new() } };
                case "foreign":
                    throw new RpcException(new Status(StatusCode.PermissionDenied, "It is another's."));
                case "silent":
                    await Task.Delay(Timeout.Infinite, context.CancellationToken);
                    break;
                case "fault":
                    throw new InvalidOperationException("What only the service knows.");
            }

            throw new RpcException(new Status(StatusCode.NotFound, "There is none."));
        }
    }

    private sealed class Outages : OutageService.OutageServiceBase
    {
        public override Task<ListOutagesResponse> ListOutages(ListOutagesRequest request, ServerCallContext context) =>
            Task.FromResult(new ListOutagesResponse
            {
                Outages =
                {
                    new Outage { Number = 2, Administration = "FR", BeganAt = new Timestamp() },
                    new Outage { Number = 1, BeganAt = new Timestamp(), EndedAt = new Timestamp() },
                },
            });
    }

    private sealed class Declarations : DeclarationService.DeclarationServiceBase
    {
        public override Task<ListDeclarationsResponse> ListDeclarations(
            ListDeclarationsRequest request, ServerCallContext context) => Task.FromResult(
                new ListDeclarationsResponse
                {
                    Declarations = { Answer() },
                    NextPageToken = request.PageSize < 500 ? "a+b" : "",
                });

        public override Task<CountArrivalsResponse> CountArrivals(
            CountArrivalsRequest request, ServerCallContext context) => Task.FromResult(new CountArrivalsResponse
            {
                CountedFrom = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
                Until = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddMinutes(59)),
            });

        public override Task<ListAdjustmentsResponse> ListAdjustments(
            ListAdjustmentsRequest request, ServerCallContext context) =>
            Task.FromResult(StubAdjustments.List(request));

        public override Task<GetAccountsResponse> GetAccounts(GetAccountsRequest request, ServerCallContext context) =>
            Task.FromResult(StubAdjustments.Accounts(request));

        public override Task<GetDeclarationResponse> GetDeclaration(
            GetDeclarationRequest request, ServerCallContext context) => request.Mrn switch
            {
                Mrn => Task.FromResult(new GetDeclarationResponse
                {
                    Answer = Answer(),
                    Revisions = { Answer() },
                    Reports = { Held() },
                }),
                "dear" => Task.FromResult(StubRates.Declared(Answer())),
                "silent" => SilentAsync(context),
                "fault" => throw new InvalidOperationException("What only the service knows."),
                _ => throw new RpcException(new Status(StatusCode.NotFound, "There is none.")),
            };

        public override Task<GetServiceInfoResponse> GetServiceInfo(
            GetServiceInfoRequest request, ServerCallContext context) => Task.FromResult(new GetServiceInfoResponse
            {
                TariffVersion = 7,
                RateSet = 3,
                Copies = { new CopyAge { Producer = "tariffs", Seq = 1, AgeSeconds = 0.5 } },
            });

        private static async Task<GetDeclarationResponse> SilentAsync(ServerCallContext context)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new();
        }

        private static DeclarationReport Held() => new()
        {
            Number = 1,
            Revision = 1,
            State = DeclarationState.UnderControl,
            Report = new() { UnderControl = new() { Kind = ControlKind.Physical, Day = "2026-11-27" } },
            RecordedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
        };

        internal static DeclarationAnswer Answer() => new()
        {
            Mrn = Mrn,
            Lrn = Markup,
            Administration = "DE",
            AcceptanceDay = "2026-11-27",
            State = DeclarationState.Accepted,
            MrnIssuedBy = MrnIssuer.Club,
            Revision = 1,
            Duty = new Money { Amount = "49539.89", Currency = "EUR" },
            DecidedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
            Versions = new Versions { Tariff = 7, TariffHash = "6a0087cf3e3f", RateSet = 3, MembershipSeq = 1 },
            Items =
            {
                new DutyAnswer
                {
                    Item = 1,
                    InScope = true,
                    TariffVersion = 7,
                    Duty = new Money { Amount = "8509.92", Currency = "EUR" },
                    ExactValue = new Money { Amount = "42549.59898691430983537358", Currency = "EUR" },
                    Measures =
                    {
                        new MeasureAnswer
                        {
                            Id = "M-1", Type = MeasureType.Base, Applied = true, Amount = "8509.92", Reason = Markup,
                            Expression = "20 %", Formula = "42549.60 EUR × 20 % = 8509.92 EUR", LegalBase = "Annex II",
                        },
                        new MeasureAnswer
                        {
                            Id = "M-2", Type = MeasureType.ClubPreference, Expression = "0 %",
                            Reason = "Not asked for.",
                        },
                    },
                },
            },
        };
    }
}
