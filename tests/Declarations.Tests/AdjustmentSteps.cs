using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Declarations.Tests;

/// <summary>Steps in the life of an adjustment, in short.</summary>
internal static class AdjustmentSteps
{
    private const string Day = "2027-09-20";

    public static AdjustmentStep HearingOpened(string day, string deadline = "") =>
        new() { HearingOpened = new() { Day = day, Deadline = deadline } };

    public static AdjustmentStep Heard(string day, string result = "x") =>
        new() { Heard = new() { Day = day, Result = result } };

    public static AdjustmentStep Fraud(string day, string reason = "x") =>
        new() { Fraud = new() { Day = day, Reason = reason } };

    public static AdjustmentStep Notified(string day) => new() { Notified = new() { Day = day } };

    public static AdjustmentStep Appealed(string day, string reason = "x") =>
        new() { Appealed = new() { Day = day, Reason = reason } };

    public static AdjustmentStep Decided(string day, AppealOutcome outcome, string reason = "x") =>
        new() { AppealDecided = new() { Day = day, Outcome = outcome, Reason = reason } };

    public static AdjustmentStep Settled(string day, string amount, string currency = "EUR") =>
        new() { Settled = new() { Day = day, Amount = new Money { Amount = amount, Currency = currency } } };

    public static AdjustmentStep Dropped(string day, DropReason reason = DropReason.Other, string text = "x") =>
        new() { Dropped = new() { Day = day, Reason = reason, Text = text } };

    /// <summary>By its name in the contract, perhaps with day and deadline; broken as its name says.</summary>
    public static AdjustmentStep Named(string name) => name.Split(':', '/') switch
    {
        ["none"] => new(),
        ["hearing_opened", var day, var deadline] => HearingOpened(day, deadline),
        ["hearing_opened", var day] => HearingOpened(day),
        ["hearing_opened"] => HearingOpened(Day),
        ["heard"] => Heard(Day),
        ["heard-without"] => Heard(Day, ""),
        ["fraud"] => Fraud(Day),
        ["fraud-without"] => Fraud(Day, ""),
        ["notified"] => Notified(Day),
        ["appealed"] => Appealed(Day),
        ["appealed-without"] => Appealed(Day, ""),
        ["appeal_decided"] => Decided(Day, AppealOutcome.Rejected),
        ["upheld"] => Decided(Day, AppealOutcome.Upheld),
        ["decided-without"] => Decided(Day, AppealOutcome.Unspecified, ""),
        ["settled"] => Settled(Day, "6773.34"),
        ["settled-less"] => Settled(Day, "6773.33"),
        ["settled-yen"] => Settled(Day, "6773.34", "JPY"),
        ["dropped"] => Dropped(Day),
        ["dropped-without"] => Dropped(Day, DropReason.Unspecified, ""),
        _ => throw new ArgumentException(name),
    };
}
