using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Reading;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Documents;
using Npgsql;

namespace CrmClub.Declarations.Accounts;

/// <summary>Accounts by administration and month, oldest first.</summary>
internal sealed class GetAccounts(NpgsqlDataSource database, Sight sight, AccountWatch watch)
{
    public async Task<GetAccountsResponse> HandleAsync(
        GetAccountsRequest request, Caller caller, CancellationToken cancel)
    {
        var faults = new Violations();
        var from = Read(request.FromMonth, "from_month", DateOnly.MinValue, faults);
        var to = Read(request.ToMonth, "to_month", DateOnly.MaxValue, faults);
        faults.ThrowIfAny();
        await using var command = database.CreateCommand(
            """
            SELECT administration, month, currency, coalesce(sum(amount) FILTER (WHERE kind = 1), 0),
              coalesce(sum(amount) FILTER (WHERE kind = 2), 0), coalesce(sum(amount) FILTER (WHERE kind = 3), 0),
              coalesce(sum(amount) FILTER (WHERE kind = 4), 0)
            FROM posting WHERE ($1::text IS NULL OR administration = $1) AND month >= $2 AND month <= $3
            GROUP BY administration, month, currency ORDER BY administration, month, currency
            """);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = sight.Of(caller) });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = to });
        var response = new GetAccountsResponse
        {
            Unexplained = watch.Amount.ToString("0.00##", CultureInfo.InvariantCulture),
        };
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            response.Accounts.Add(new Account
            {
                Administration = rows.GetString(0),
                Month = Months.Text(rows.GetFieldValue<DateOnly>(1)),
                Currency = rows.GetString(2),
                Decided = Wire.Decimal(rows.GetDecimal(3)),
                Adjusted = Wire.Decimal(rows.GetDecimal(4)),
                Collected = Wire.Decimal(rows.GetDecimal(5)),
                Dropped = Wire.Decimal(rows.GetDecimal(6)),
            });
        }

        return response;
    }

    private static DateOnly Read(string text, string field, DateOnly absent, Violations faults)
    {
        if (text.Length == 0)
            return absent;
        if (Months.TryParse(text, out var month))
            return month;
        faults.Add(field, "", "MONTH", text, "YYYY-MM", "It is no month.");
        return absent;
    }
}
