using System.Globalization;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Cli.Commands;

/// <summary><c>duty --compare</c>: by what the duty of a consignment differs between two tariffs or days.</summary>
internal static class DutyDifferences
{
    private const int LabelWidth = 26;
    private const int AmountWidth = 18;

    /// <param name="invocation">Says the consignment.</param>
    /// <param name="tariff">Tariff document of the one answer.</param>
    /// <param name="other">Tariff document of the other answer.</param>
    /// <param name="day">Day of acceptance of the other answer; null where it is the same.</param>
    public static int Say(Invocation invocation, string tariff, string other, string? day)
    {
        var consignment = ConsignmentOptions.Read(invocation);
        var changed = consignment.Clone();
        if (day is not null) changed.AcceptanceDay = day;
        var before = OfflineDuty.From(Documents.One(tariff), invocation).Side(consignment);
        var after = OfflineDuty.From(Documents.One(other), invocation).Side(changed);
        if (before.Basis.Policy.Currency != after.Basis.Policy.Currency)
            throw new CliException(ExitCodes.WrongInput, "The two documents have the administration collect in "
                + "different currencies.", "Amounts in two currencies are not compared.");
        return Say(invocation, DutyComparisons.From(Tariffs.Engine.DutyComparison.Of(before, after)));
    }

    /// <param name="invocation">Says the consignment.</param>
    /// <param name="version">Number of the other answer's version; null where it is that of its day.</param>
    /// <param name="day">Day of acceptance of the other answer; null where it is the same.</param>
    public static async Task<int> SayAsync(Invocation invocation, string? version, string? day)
    {
        var number = 0;
        if (version is not null && !int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            throw new CliException(ExitCodes.WrongInput, $"'{version}' is no number of a tariff version.",
                "A club compares its versions; documents are compared with --tariff.");
        var consignment = ConsignmentOptions.Read(invocation);
        var changed = consignment.Clone();
        if (day is not null) changed.AcceptanceDay = day;
        using var club = new ClubDuty(invocation);
        return Say(invocation, await club.CompareAsync(
            new AskedDuty { Consignment = consignment },
            new AskedDuty { Consignment = changed, TariffVersion = number }));
    }

    private static int Say(Invocation invocation, DutyComparison comparison)
    {
        if (invocation.Json) invocation.Out.Document(comparison);
        else Write(invocation, comparison);
        return comparison is { Before: not null, After: not null, Differences.Count: 0 }
            ? ExitCodes.Done : ExitCodes.No;
    }

    private static void Write(Invocation invocation, DutyComparison comparison)
    {
        Row("before", comparison.Before is { } before ? Figures.Of(before) : Words.Get("NotDecided"));
        foreach (var difference in comparison.Differences)
            Row("  " + string.Join(" and ", difference.Causes.Select(cause => Words.Get($"DutyCause_{cause}"))),
                $"{Figures.Grouped(difference.Amount)} {comparison.After.Currency}");
        Row("after", comparison.After is { } after ? Figures.Of(after) : Words.Get("NotDecided"));

        void Row(string label, string amount) =>
            invocation.Out.Line($"{label,-LabelWidth}{amount,AmountWidth}".TrimEnd());
    }
}
