using System.Globalization;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Applications;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Requests;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Ledger;

/// <summary>
/// A certified facility hands material to another. Known by the sender's own number, so that one that is told twice
/// counts once, and one that is told otherwise is refused.
/// </summary>
internal sealed class RecordTransfer(Mutations mutations, ClubTime time)
{
    private const int NumberLengthMax = 50;
    private const int KgDecimalsMax = 6;

    // Far above whatever is stocked of earlier years, far below what kilograms given for tons come to.
    private const decimal YearsOfCapacityMax = 10;

    public Task<RecordTransferResponse> RunAsync(
        RecordTransferRequest request, Caller caller, CancellationToken cancel) => mutations.RunAsync(
            request, caller, work => RecordAsync(request.Transfer ?? new FacilityTransfer(), work), cancel);

    private async Task<RecordTransferResponse> RecordAsync(FacilityTransfer told, Work work)
    {
        var connection = work.Transaction.Connection!;
        var today = time.Today(ChangeRules.ClubZone);
        var day = Check(told, today, work.Faults);
        var from = await FacilityStore.FacilityAsync(connection, told.FromFacility, work.Cancel);
        var view = await ApplicationView.OfAsync(connection, work.Caller, today, work.Cancel);
        // Another's is answered like none.
        if (from is null || !(view.All || view.Operators.Contains(from.Operator)))
            NoFacility("from_facility", told.FromFacility);
        var to = await FacilityStore.FacilityAsync(connection, told.ToFacility, work.Cancel);
        if (to is null || told.ToFacility == told.FromFacility)
            NoFacility("to_facility", told.ToFacility);
        work.Faults.ThrowIfAny();

        var transfer = told.Clone();
        transfer.Kg = Number(told.Kg).ToString("0.######", CultureInfo.InvariantCulture);
        await work.LockAsync($"transfers of {transfer.FromFacility}");
        var known = await TransferStore.ReadAsync(
            connection, (transfer.FromFacility, transfer.Number), work.Cancel);
        if (known is [var (_, before)])
        {
            if (!before.Equals(transfer))
                work.Faults.Add(
                    "transfer.number", "", "TRANSFER_CONTRADICTED", transfer.Number,
                    "what was told under this number before, or another number",
                    $"{transfer.Number} stands for {before.Kg} kg to {before.ToFacility} on {before.Day}.");
            work.Faults.ThrowIfAny();
            return new RecordTransferResponse { Transfer = before };
        }

        await CertifiedAsync("from_facility", transfer.FromFacility, isSender: true);
        await CertifiedAsync("to_facility", transfer.ToFacility, isSender: false);
        CheckAmount(transfer, from!, work.Faults);
        work.Faults.ThrowIfAny();

        var entry = await work.Transaction.AppendAsync(
            new NewEntry(
                work.Caller.Id, transfer.FromFacility, day, new FacilityTransferred { Transfer = transfer }),
            work.Cancel);
        await TransferStore.AddAsync(work.Transaction, entry, transfer, work.Cancel);
        foreach (var side in new[] { transfer.FromFacility, transfer.ToFacility })
            await BalanceStore.TellAsync(
                work.Transaction, work.Caller.Id,
                new AccountQuery(side, transfer.Material, transfer.Stage, day!.Value.Year), work.Cancel);
        return new RecordTransferResponse { Transfer = transfer };

        void NoFacility(string side, string number) => work.Faults.Add(
            $"transfer.{side}", "", "FACILITY", number, side == "from_facility"
                ? "number of a facility of an operator that the caller may act for" : "number of another facility",
            "There is no such facility.");

        // What is received may be worked into something else.
        async Task CertifiedAsync(string side, string number, bool isSender)
        {
            var certificates = await SuppliersReader.CertificatesAsync(
                connection, new CertificateQuery { Facility = number, NewestOnly = true }, work.Cancel);
            if (!certificates.Exists(one => CertificateLife.Counts(one.Content, day!.Value)
                && (!isSender || one.Content.Scopes.Any(scope =>
                    (scope.Material, scope.Stage) == (transfer.Material, transfer.Stage)))))
                work.Faults.Add(
                    $"transfer.{side}", "", "CERTIFIED_FACILITY", number, isSender
                        ? "a facility with a certificate for the material at the stage that counts on the day"
                        : "a facility with a certificate that counts on the day",
                    "The facility was not certified then.");
        }
    }

    private static void CheckAmount(FacilityTransfer transfer, Facility from, Violations faults)
    {
        var tons = from.Scopes.Where(scope => (scope.Material, scope.Stage) == (transfer.Material, transfer.Stage))
            .Select(scope => Number(scope.CapacityTonsPerYear)).FirstOrDefault();
        if (tons > 0 && Number(transfer.Kg) > tons * 1000 * YearsOfCapacityMax)
            faults.Add(
                "transfer.kg", "", "UNIT_SLIP", transfer.Kg,
                $"at most {YearsOfCapacityMax} times the facility's {tons * 1000:0.######} kg a year",
                "So much can't come from there: were grams given?");
    }

    private static DateOnly? Check(FacilityTransfer told, DateOnly today, Violations faults)
    {
        faults.MaterialAtStage("transfer.", told.Material, told.Stage);
        faults.Text("transfer.number", "", told.Number, NumberLengthMax);
        if (!decimal.TryParse(told.Kg, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var kg)
            || kg <= 0 || kg > SupplierRules.CapacityTonsMax * 1000 || kg.Scale > KgDecimalsMax)
            faults.Add(
                "transfer.kg", "", "KG", told.Kg,
                $"kg above 0, at most {SupplierRules.CapacityTonsMax * 1000}, {KgDecimalsMax} decimals",
                "The quantity is out of its bounds.");
        var day = faults.Day("transfer.day", "", told.Day);
        if (day > today)
            faults.Add(
                "transfer.day", "", "DAY_PASSED", told.Day, $"{ChangeRules.Day(today)} or before",
                "It is handed over only then.");
        return day;
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
