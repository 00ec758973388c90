using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Versions;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;

namespace CrmClub.Tariffs.Quotas;

/// <summary>Tariff quotas on the wire.</summary>
internal sealed class QuotaEndpoint(
    NpgsqlDataSource database, TariffState state, Mutations mutations, ClubTime clock, TimeProvider time)
    : QuotaService.QuotaServiceBase
{
    private const int ReasonLengthMax = 500;
    private const int AllocationsMax = 400;
    private const int OrderNumberDigits = 6;

    public override async Task<ListQuotasResponse> ListQuotas(ListQuotasRequest request, ServerCallContext context)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();
        var (quotas, next) = page.Cut(
            [.. (await ReadAsync(context.CancellationToken)).Where(one =>
                string.CompareOrdinal(one.Definition.OrderNumber, page.After ?? "") > 0).Take(page.Size + 1)],
            one => one.Definition.OrderNumber);
        return new ListQuotasResponse { Quotas = { quotas }, NextPageToken = next };
    }

    public override async Task<GetQuotaResponse> GetQuota(GetQuotaRequest request, ServerCallContext context)
    {
        var faults = new Violations();
        var day = faults.Day("day", "", request.Day, required: false);
        faults.ThrowIfAny();
        var quota = (await ReadAsync(context.CancellationToken))
            .Find(one => one.Definition.OrderNumber == request.OrderNumber) ?? throw NotFound(request.OrderNumber);
        await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
        var history = await QuotaRows.AllocationsAsync(
            connection, request.OrderNumber, day, AllocationsMax, context.CancellationToken);
        return new GetQuotaResponse { Quota = quota, Allocations = { history.Select(one => one.Content.Account) } };
    }

    public override Task<ChangeQuotaStateResponse> ChangeQuotaState(
        ChangeQuotaStateRequest request, ServerCallContext context) =>
        mutations.RunAsync(request, context.Caller(), async work =>
        {
            work.Faults.Text("reason", "", request.Reason, ReasonLengthMax);
            // One that no version has yet can be shut beforehand.
            if (request.OrderNumber.Length != OrderNumberDigits || !request.OrderNumber.All(char.IsAsciiDigit))
                work.Faults.Add("order_number", "", "ORDER_NUMBER", request.OrderNumber, "six digits",
                    $"'{request.OrderNumber}' is no order number of a quota.");
            if (!System.Enum.IsDefined(request.State))
                work.Faults.Add("state", "", "QUOTA_STATE", $"{request.State}", "blocked, suspended or open",
                    "There is no such state.");
            work.Faults.ThrowIfAny();
            var changed = new QuotaStateChanged
            {
                OrderNumber = request.OrderNumber,
                State = request.State,
                Reason = request.Reason,
                ChangedBy = work.Caller.Id,
                ChangedAt = time.RecordedNow(),
            };
            var entry = await work.Transaction.AppendAsync(
                new NewEntry(work.Caller.Id, $"quota {request.OrderNumber}", null, changed), work.Cancel);
            await QuotaRows.AddAsync(work.Transaction, entry, changed, work.Cancel);
            return new ChangeQuotaStateResponse { Changed = changed };
        }, context.CancellationToken);

    private async Task<List<TariffQuota>> ReadAsync(CancellationToken cancel)
    {
        var today = clock.Today(AskedVersion.ClubZone);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, cancel);
        var accounts = await QuotaRows.AccountsAsync(connection, null, cancel);
        var states = await QuotaRows.StatesAsync(connection, cancel);
        var pending = await QuotaRows.PendingAsync(connection, cancel);
        var now = time.GetUtcNow().ToTimestamp();
        return [.. state.Book.QuotaDefinitions(today).Select(definition =>
        {
            var quota = state.Book.Quota(definition.OrderNumber, today)!;
            var waits = pending.GetValueOrDefault(definition.OrderNumber);
            return new TariffQuota
            {
                Definition = definition,
                State = states.GetValueOrDefault(definition.OrderNumber),
                Accounts =
                {
                    quota.Periods.Select(period => accounts.GetValueOrDefault(
                        (quota.OrderNumber, Wire.Day(period.Open.From))) ?? QuotaFamily.Opening(quota, period, now)),
                },
                PendingRequests = waits.Count,
                Pending = Wire.Decimal(waits.Quantity),
                At = now,
            };
        })];
    }

    private static ClubException NotFound(string orderNumber) =>
        new(ErrorReason.NotFound, $"There is no quota {orderNumber}.");
}
