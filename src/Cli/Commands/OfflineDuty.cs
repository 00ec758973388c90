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

    private OfflineDuty(TariffDocument document)
    {
        _tariff = new StandaloneTariff(document);
        _zones = document.Administrations.ToDictionary(a => a.Code, a => a.TimeZone);
    }

    public static OfflineDuty From(Source source) => new(source.Read<TariffDocument>());

    public string ZoneOf(string administration) => _zones.TryGetValue(administration, out var zone)
        ? zone
        : throw new CliException(ExitCodes.WrongInput, $"The tariff document has no administration {administration}.",
            $"It has: {string.Join(", ", _zones.Keys)}. Choose one with --administration.");

    /// <exception cref="StrictJsonException">The consignment breaks rules; all are named.</exception>
    public DutyAnswer Answer(Consignment consignment)
    {
        var faults = new List<Violation>();
        Consignments.Check(consignment, "", faults);
        if (faults.Count > 0) throw new StrictJsonException(faults);
        var basis = Wire.TryDay(consignment.AcceptanceDay, out var day)
            ? _tariff.BasisOf(consignment.Administration, day)
            : null;
        if (basis is null)
        {
            faults.Add(new Violation
            {
                Field = "administration",
                Rule = "ADMINISTRATION_POLICY",
                Value = $"{consignment.Administration} on {consignment.AcceptanceDay}",
                Accepted = string.Join(", ", _tariff.Administrations),
                Message = "The tariff document has no policy of this administration on this day.",
            });
            throw new StrictJsonException(faults);
        }
        var explanation = DutyCalculator.Explain(basis, Consignments.FromConsignment(consignment, []));
        return DutyAnswers.From(explanation, consignment.Item.Number, tariffVersion: 0, rateSet: 0);
    }
}
