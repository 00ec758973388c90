using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using Google.Protobuf.Reflection;
using Kind = CrmClub.Contracts.Declarations.V1.AdjustmentStep.KindOneofCase;

namespace CrmClub.Declarations.Adjustments;

/// <summary>What a step must keep, whatever the adjustment is like; and beside the adjustment.</summary>
internal static class AdjustmentRules
{
    private const int ReasonLengthMax = 512;
    private const int ResultLengthMax = 2000;

    /// <summary>The step by itself.</summary>
    public static void Check(AdjustmentStep? step, Violations faults)
    {
        if (step is null or { KindCase: Kind.None })
        {
            faults.Add("step", "", "REQUIRED", "", string.Join(", ", Names(Enum.GetValues<Kind>())),
                "Nothing is reported.");
            return;
        }

        faults.Day(PathOf(step, "day"), "", DayOf(step));
        switch (step.KindCase)
        {
            case Kind.HearingOpened when step.HearingOpened.Deadline.Length > 0:
                faults.Day("step.hearing_opened.deadline", "", step.HearingOpened.Deadline);
                break;
            case Kind.Heard:
                faults.Text("step.heard.result", "", step.Heard.Result, ResultLengthMax);
                break;
            case Kind.Fraud:
                faults.Text("step.fraud.reason", "", step.Fraud.Reason, ReasonLengthMax);
                break;
            case Kind.Appealed:
                faults.Text("step.appealed.reason", "", step.Appealed.Reason, ReasonLengthMax);
                break;
            case Kind.AppealDecided:
                Named("step.appeal_decided.outcome", step.AppealDecided.Outcome, faults);
                faults.Text("step.appeal_decided.reason", "", step.AppealDecided.Reason, ReasonLengthMax);
                break;
            case Kind.Dropped:
                Named("step.dropped.reason", step.Dropped.Reason, faults);
                faults.Text("step.dropped.text", "", step.Dropped.Text, ReasonLengthMax);
                break;
        }
    }

    /// <summary>Beside the adjustment that it is about.</summary>
    /// <param name="step">A step that is allowed, sound by itself.</param>
    /// <param name="life">What became of the adjustment.</param>
    /// <param name="policy">Of its administration on the day of acceptance.</param>
    /// <param name="today">Legal day now.</param>
    /// <param name="faults">Takes every broken rule.</param>
    public static void CheckBeside(
        AdjustmentStep step, AdjustmentLife life, AdministrationPolicy policy, DateOnly today, Violations faults)
    {
        var (text, day, first) = (DayOf(step), Wire.ParseDay(DayOf(step)), life.LastDay ?? DateOnly.MinValue);
        if (day < first || day > today)
            faults.Add(PathOf(step, "day"), "", "DAY_OF_STEP", text,
                $"a day from {Wire.Day(first)} to {Wire.Day(today)}",
                "The day is before the step before, or has not come yet.");
        if (step.KindCase is Kind.HearingOpened or Kind.Notified && day > life.TimeBar)
            faults.Add(PathOf(step, "day"), "", "TIME_BAR", text, $"a day up to {Wire.Day(life.TimeBar)}",
                $"The debt could be notified until {Wire.Day(life.TimeBar)}.");
        switch (step.KindCase)
        {
            case Kind.Heard when day > life.HearingUntil:
                faults.Add("step.heard.day", "", "HEARING_DEADLINE", text,
                    $"a day up to {Wire.Day(life.HearingUntil.Value)}", "The hearing was over.");
                break;
            case Kind.Notified when life is { IsAdditional: true, IsHeard: false } && day <= life.HearingUntil:
                faults.Add("step.notified.day", "", "AFTER_HEARING", text,
                    $"a day after {Wire.Day(life.HearingUntil.Value)}", "The debtor may answer until then.");
                break;
            case Kind.Fraud when FraudYears(policy) <= policy.TimeBarYears:
                faults.Add("step.fraud", "", "FRAUD_TIME_BAR", $"{FraudYears(policy)} years",
                    $"more than {policy.TimeBarYears} years", "The administration's policy names no longer time.");
                break;
            case Kind.Settled when step.Settled.Amount is not { } amount
                || amount.Currency != life.Proposed.Difference.Currency
                || !Wire.TryDecimal(amount.Amount, out var value)
                || value != Wire.ParseDecimal(life.Proposed.Difference.Amount):
                var due = life.Proposed.Difference;
                faults.Add("step.settled.amount", "", "AMOUNT_OF_ADJUSTMENT",
                    $"{step.Settled.Amount?.Amount} {step.Settled.Amount?.Currency}".Trim(),
                    $"{due.Amount} {due.Currency}", "What was collected or paid back is not what the adjustment says.");
                break;
        }
    }

    /// <summary>
    /// The step with the last day of its hearing: by the policy of the day, or later where it names one.
    /// </summary>
    public static AdjustmentStep Complete(AdjustmentStep step, AdministrationPolicy policy, Violations faults)
    {
        if (step.HearingOpened is null)
            return step;
        var (complete, days) = (step.Clone(), policy.Adjustments?.HearingDays ?? 0);
        var hearing = complete.HearingOpened;
        var earliest = Wire.Day(Wire.ParseDay(hearing.Day).AddDays(days));
        if (hearing.Deadline.Length == 0 && days > 0)
            hearing.Deadline = earliest;
        else if (string.CompareOrdinal(hearing.Deadline, earliest) < 0 || hearing.Deadline.Length == 0)
            faults.Add("step.hearing_opened.deadline", "", "HEARING_DAYS", hearing.Deadline,
                $"a day from {earliest} on",
                $"The debtor has {days} days by the administration's policy.");
        return complete;
    }

    public static int FraudYears(AdministrationPolicy policy) => policy.Adjustments?.FraudTimeBarYears ?? 0;

    /// <summary>Legal day of a step.</summary>
    public static string DayOf(AdjustmentStep step) => step.KindCase switch
    {
        Kind.HearingOpened => step.HearingOpened.Day,
        Kind.Heard => step.Heard.Day,
        Kind.Fraud => step.Fraud.Day,
        Kind.Notified => step.Notified.Day,
        Kind.Appealed => step.Appealed.Day,
        Kind.AppealDecided => step.AppealDecided.Day,
        Kind.Settled => step.Settled.Day,
        Kind.Dropped => step.Dropped.Day,
        _ => throw new InvalidOperationException("It is no step."),
    };

    /// <summary>As the contract writes them.</summary>
    public static IEnumerable<string> Names(IEnumerable<Kind> kinds) => kinds.Where(kind => kind is not Kind.None)
        .Select(kind => AdjustmentStep.Descriptor.FindFieldByNumber((int)kind).Name);

    /// <summary>As the contract writes it, without prefix.</summary>
    public static string Name(AdjustmentState state) => AdjustmentsReflection.Descriptor
        .FindTypeByName<EnumDescriptor>(nameof(AdjustmentState)).FindValueByNumber((int)state)
        .Name["ADJUSTMENT_STATE_".Length..];

    private static string PathOf(AdjustmentStep step, string field) =>
        $"step.{Names([step.KindCase]).Single()}.{field}";

    private static void Named<T>(string path, T value, Violations faults) where T : struct, Enum
    {
        if (value.Equals(default(T)) || !Enum.IsDefined(value))
            faults.Add(path, "", "REQUIRED", $"{value}", string.Join(", ", Enum.GetNames<T>().Skip(1)),
                $"{path} is missing.");
    }
}
