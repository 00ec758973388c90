using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using Google.Protobuf.Reflection;
using Kind = CrmClub.Contracts.Declarations.V1.Report.KindOneofCase;

namespace CrmClub.Declarations.Life;

/// <summary>What a report must keep, whatever the declaration is like; and beside the declaration.</summary>
internal static class ReportRules
{
    private const int ReasonLengthMax = 512;
    private const int FindingsLengthMax = 2000;
    private const int AmountsMax = 20;
    private const int TaxTypeLengthMax = 3;

    /// <summary>The report by itself.</summary>
    public static void Check(ReportDeclarationRequest request, Violations faults)
    {
        var report = request.Report ?? new Report();
        var kind = report.KindCase;
        if (kind is Kind.None)
            faults.Add("report", "", "REQUIRED", "", string.Join(", ", Names(Enum.GetValues<Kind>())),
                "Nothing is reported.");
        if (request.KnownRevision < 0 || (request.KnownRevision == 0 && DeclarationLife.Revising.Contains(kind)))
            faults.Add("known_revision", "", "REQUIRED", $"{request.KnownRevision}", "the newest revision, from 1 on",
                "It makes a revision: say which one it follows.");
        if ((kind is Kind.Amended) != (request.Declaration is not null))
            faults.Add("declaration", "", "WITH_AMENDMENT", "", "the whole declaration with an amendment, else nothing",
                "The declaration comes with an amendment, and with nothing else.");
        switch (kind)
        {
            case Kind.Amended:
                faults.Text("report.amended.reason", "", report.Amended.Reason, ReasonLengthMax);
                break;
            case Kind.Invalidated:
                faults.Text("report.invalidated.reason", "", report.Invalidated.Reason, ReasonLengthMax);
                break;
            case Kind.UnderControl:
                Named("report.under_control.kind", report.UnderControl.Kind, faults);
                break;
            case Kind.ControlResult:
                Named("report.control_result.outcome", report.ControlResult.Outcome, faults);
                faults.Text("report.control_result.findings", "", report.ControlResult.Findings, FindingsLengthMax,
                    required: report.ControlResult.Outcome == ControlOutcome.Discrepancy);
                break;
            case Kind.Collected:
                CheckAmounts(report.Collected.Amounts, faults);
                break;
        }

        if (DayOf(report) is var (path, day))
            faults.Day(path, "", day);
    }

    /// <summary>Beside the declaration that it is about.</summary>
    /// <param name="report">The report.</param>
    /// <param name="life">What became of the declaration.</param>
    /// <param name="currency">Of its administration on its day.</param>
    /// <param name="today">Legal day now.</param>
    /// <param name="faults">Takes every broken rule.</param>
    public static void CheckBeside(
        Report report, DeclarationLife life, string currency, DateOnly today, Violations faults)
    {
        var accepted = life.Newest.AcceptanceDay;
        if (report.KindCase is not Kind.Accepted && DayOf(report) is var (path, text)
            && Wire.ParseDay(text) is var day && (day > today || (day < accepted && accepted <= today)))
            faults.Add(path, "", "DAY_OF_REPORT", text, $"a day from {Wire.Day(accepted)} to {Wire.Day(today)}",
                "The day is before the acceptance, or has not come yet.");
        if (report.KindCase is not Kind.Collected)
            return;
        for (var index = 0; index < report.Collected.Amounts.Count; index++)
        {
            if (report.Collected.Amounts[index].Amount is { } amount && amount.Currency != currency)
                faults.Add($"report.collected.amounts[{index}].amount.currency", "", "CURRENCY", amount.Currency,
                    currency, "The administration collects in its own currency.");
        }
    }

    /// <summary>In an amendment, what may not change.</summary>
    public static void CheckSame(Declaration former, Declaration changed, string mrn, Violations faults)
    {
        Same("administration", "", former.Administration, changed.Administration);
        Same("declarant", "13 05", former.Declarant, changed.Declarant);
        Same("lrn", "12 09", former.Lrn, changed.Lrn);
        Same("acceptance_day", "15 09", former.AcceptanceDay, changed.AcceptanceDay);
        if (changed.Mrn.Length > 0)
            Same("mrn", "", mrn, changed.Mrn);

        void Same(string field, string element, string was, string now)
        {
            if (was != now)
                faults.Add(field, element, "STAYS", now, was.Length == 0 ? "nothing" : was,
                    "An amendment does not change it.");
        }
    }

    /// <summary>As the contract writes them.</summary>
    public static IEnumerable<string> Names(IEnumerable<Kind> kinds) => kinds.Where(kind => kind is not Kind.None)
        .Select(kind => Report.Descriptor.FindFieldByNumber((int)kind).Name);

    /// <summary>As the contract writes it, without prefix.</summary>
    public static string Name(DeclarationState state) => ReportsReflection.Descriptor
        .FindTypeByName<EnumDescriptor>(nameof(DeclarationState)).FindValueByNumber((int)state)
        .Name["DECLARATION_STATE_".Length..];

    private static void CheckAmounts(IReadOnlyList<TaxAmount> amounts, Violations faults)
    {
        const string Path = "report.collected.amounts";
        if (amounts.Count is 0 or > AmountsMax)
            faults.Add(Path, "", "AMOUNT_COUNT", $"{amounts.Count} amounts", $"1 to {AmountsMax}",
                "Something is collected, and not too much of it told at once.");
        var types = amounts.Select(one => one.TaxType).ToList();
        if (types.Distinct().Count() < types.Count || (types.Count > 1 && types.Contains("")))
            faults.Add(Path, "", "TAX_TYPE_UNIQUE", string.Join(", ", types), "each tax type once, or one total",
                "A tax type stands twice, or beside the total.");
        for (var index = 0; index < amounts.Count; index++)
        {
            faults.Text($"{Path}[{index}].tax_type", "", amounts[index].TaxType, TaxTypeLengthMax, required: false);
            var amount = amounts[index].Amount?.Amount ?? "";
            if (!Wire.TryDecimal(amount, out var value) || value == 0)
                faults.Add($"{Path}[{index}].amount.amount", "", "DECIMAL_NOT_ZERO", amount,
                    "a decimal, negative where it was paid back", "No money is told of.");
        }
    }

    private static void Named<T>(string path, T value, Violations faults) where T : struct, Enum
    {
        if (value.Equals(default(T)) || !Enum.IsDefined(value))
            faults.Add(path, "", "REQUIRED", $"{value}", string.Join(", ", Enum.GetNames<T>().Skip(1)),
                $"{path} is missing.");
    }

    private static (string Path, string Day)? DayOf(Report report) => report.KindCase switch
    {
        Kind.Accepted => ("report.accepted.acceptance_day", report.Accepted.AcceptanceDay),
        Kind.UnderControl => ("report.under_control.day", report.UnderControl.Day),
        Kind.ControlResult => ("report.control_result.day", report.ControlResult.Day),
        Kind.Released => ("report.released.day", report.Released.Day),
        Kind.Notified => ("report.notified.day", report.Notified.Day),
        Kind.Collected => ("report.collected.day", report.Collected.Day),
        _ => null,
    };
}
