using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Signing;
using CrmClub.Tariffs.Duty;
using CrmClub.Tariffs.Versions;
using Grpc.Core;

namespace CrmClub.Tariffs;

/// <summary>The tariff on the wire. Each call takes the state once, so that one answer speaks of one state.</summary>
internal sealed class TariffEndpoint(
    TariffState tariffs, MembershipState members, TariffBytes bytes, ClubTime time, CalculateDuties duties,
    SigningKey key)
    : TariffService.TariffServiceBase
{
    public override Task<GetTariffVersionResponse> GetTariffVersion(
        GetTariffVersionRequest request, ServerCallContext context) =>
        Task.FromResult(Versions.GetTariffVersion.Answer(tariffs.Book, request, time, key));

    public override Task<ListTariffVersionsResponse> ListTariffVersions(
        ListTariffVersionsRequest request, ServerCallContext context) =>
        Task.FromResult(Versions.ListTariffVersions.Answer(tariffs.Book, request));

    public override Task<GetTariffDocumentResponse> GetTariffDocument(
        GetTariffDocumentRequest request, ServerCallContext context)
    {
        var answer = Versions.GetTariffDocument.Answer(tariffs.Book, request);
        // Who asks here may not have found it in Redis.
        bytes.Offer();
        return Task.FromResult(answer);
    }

    public override Task<CompareTariffVersionsResponse> CompareTariffVersions(
        CompareTariffVersionsRequest request, ServerCallContext context) =>
        Task.FromResult(Versions.CompareTariffVersions.Answer(tariffs.Book, request));

    public override Task<LookupMeasuresResponse> LookupMeasures(
        LookupMeasuresRequest request, ServerCallContext context) =>
        Task.FromResult(Measures.LookupMeasures.Answer(tariffs.Book, request, time));

    public override Task<CalculateDutyResponse> CalculateDuty(
        CalculateDutyRequest request, ServerCallContext context) =>
        Task.FromResult(Duty.CalculateDuty.Answer(tariffs.Book, members.View, request));

    public override Task<CompareDutiesResponse> CompareDuties(
        CompareDutiesRequest request, ServerCallContext context) =>
        Task.FromResult(Duty.CompareDuties.Answer(tariffs.Book, members.View, request));

    public override Task<DetermineOriginResponse> DetermineOrigin(
        DetermineOriginRequest request, ServerCallContext context) =>
        Task.FromResult(Determination.DetermineOrigin.Answer(tariffs.Book, members.View, request));

    public override Task CalculateDuties(
        IAsyncStreamReader<CalculateDutiesRequest> requests, IServerStreamWriter<CalculateDutiesResponse> responses,
        ServerCallContext context) =>
        duties.RunAsync(requests, responses, context.Caller(), context.CancellationToken);

    public override Task<ListExchangeRatesResponse> ListExchangeRates(
        ListExchangeRatesRequest request, ServerCallContext context) =>
        Task.FromResult(Rates.ListExchangeRates.Answer(tariffs.Book, request, time));
}
