using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using Consignment = CrmClub.Contracts.Tariffs.V1.Consignment;

namespace CrmClub.Cli.Commands;

/// <summary>Calculates from a tariff document, without a club.</summary>
internal sealed class OfflineDuty
{
    private readonly StandaloneTariff _tariff;
    private readonly Dictionary<string, string> _zones;
    private readonly string _day;

    private OfflineDuty(TariffDocument document, string day)
    {
        _day = day;
        _tariff = new StandaloneTariff(document);
        _zones = document.Administrations.ToDictionary(a => a.Code, a => a.TimeZone);
    }

    /// <param name="source">The tariff document.</param>
    /// <param name="invocation">Says the day of consignments that name none; without it that is today.</param>
    public static OfflineDuty From(Source source, Invocation invocation) =>
        new(source.Read<TariffDocument>(), invocation.OnText);

    /// <exception cref="StrictJsonException">The consignment breaks rules; all are named.</exception>
    public DutyAnswer Answer(Consignment consignment)
    {
        var side = Side(consignment);
        var explanation = DutyCalculator.Explain(side.Basis, side.Items[0]);
        return DutyAnswers.From(explanation, consignment.Item.Number, tariffVersion: 0, rateSet: 0);
    }

    /// <summary>The answers, or what is wrong with one.</summary>
    public IReadOnlyList<CalculatedDuty> Answer(IReadOnlyList<Consignment> consignments) =>
        [.. consignments.Select(consignment =>
        {
            try
            {
                return new CalculatedDuty { Answer = Answer(consignment) };
            }
            catch (StrictJsonException e)
            {
                return new CalculatedDuty { Faults = { e.Violations } };
            }
        })];

    /// <summary>The consignment with what it is decided by.</summary>
    /// <exception cref="StrictJsonException">The consignment breaks rules; all are named.</exception>
    public DutySide Side(Consignment consignment)
    {
        if (consignment.AcceptanceDay.Length == 0) consignment.AcceptanceDay = DayIn(consignment.Administration);
        var faults = new List<Violation>();
        Consignments.Check(consignment, "", faults);
        var isDay = Wire.TryDay(consignment.AcceptanceDay, out var day);
        var basis = isDay ? _tariff.BasisOf(consignment.Administration, day) : null;
        if (isDay && basis is null) faults.Add(NoPolicy(consignment));
        if (faults.Count > 0) throw new StrictJsonException(faults);
        return new DutySide(basis!, [Consignments.FromConsignment(consignment, [])]);
    }

    private string DayIn(string administration) => _day.Length > 0
        ? _day
        : LegalDay.Text(LegalDay.In(_zones.GetValueOrDefault(administration, "UTC"), DateTimeOffset.UtcNow));

    private Violation NoPolicy(Consignment consignment) => new()
    {
        Field = "administration",
        Rule = "ADMINISTRATION_POLICY",
        Value = $"{consignment.Administration} on {consignment.AcceptanceDay}",
        Accepted = string.Join(", ", _tariff.Administrations),
        Message = "The tariff document has no policy of this administration on this day.",
    };
}
