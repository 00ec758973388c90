using System.Globalization;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Founding;

/// <summary>Rules of the annex on members; every fault is named.</summary>
internal static class FoundingDocumentCheck
{
    private const int NameLengthMax = 200;
    private const int SeriesLengthMax = 50;
    private const int ItemsMax = 10_000;

    public static Violations Of(FoundingDocument document)
    {
        var faults = new Violations();
        faults.Day("founding_day", "", document.FoundingDay);
        Id(faults, "secretariat_tenant_id", document.SecretariatTenantId);
        foreach (var (place, party) in document.Parties.Index())
            Check(faults, $"parties[{place}]", party);
        var parties = document.Parties.Select(party => party.Code).ToHashSet();
        foreach (var (place, administration) in document.Administrations.Index())
            Check(faults, $"administrations[{place}]", administration, parties);
        var administrations = document.Administrations.Select(administration => administration.Code).ToHashSet();
        foreach (var (place, system) in document.CustomsSystems.Index())
            Check(faults, $"customs_systems[{place}]", system, administrations);

        TreatyCheck.Of(document, faults);

        Once(faults, "parties", document.Parties.Select(party => party.Code));
        Once(faults, "parties.countries", document.Parties.SelectMany(party => party.Countries));
        Once(faults, "administrations", document.Administrations.Select(administration => administration.Code));
        Once(faults, "administrations.tenant_id", document.Administrations
            .Select(administration => administration.TenantId).Append(document.SecretariatTenantId));
        Once(faults, "country_groups", document.CountryGroups.Select(group => group.Code));
        Once(faults, "customs_systems", document.CustomsSystems.Select(system => system.ClientId));
        return faults;
    }

    private static void Check(Violations faults, string field, Party party)
    {
        faults.Text($"{field}.code", "", party.Code, 2);
        faults.Text($"{field}.name_en", "", party.NameEn, NameLengthMax);
        faults.Text($"{field}.name_ja", "", party.NameJa, NameLengthMax);
        foreach (var (place, country) in party.Countries.Index())
            Holds(faults, $"{field}.countries[{place}]", "COUNTRY", country, Countries.IsKnown(country));
        var share = party.VotingSharePercent;
        var isShare = Positive(share, out var percent) && percent <= 100;
        Holds(faults, $"{field}.voting_share_percent", "PERCENT", share, isShare);
        Holds(faults, $"{field}.statuses", "REQUIRED", "", party.Statuses.Count > 0);
        foreach (var (place, row) in party.Statuses.Index())
        {
            Holds(faults, $"{field}.statuses[{place}].status", "STATUS", $"{row.Status}", row.Status > 0);
            Span(faults, $"{field}.statuses[{place}]", row.ValidFrom, row.ValidTo);
        }
    }

    /// <summary>Rules of one administration, among the codes of parties.</summary>
    public static void Check(
        Violations faults, string field, Administration administration, IReadOnlySet<string> parties)
    {
        Holds(faults, $"{field}.code", "COUNTRY", administration.Code, Countries.IsKnown(administration.Code));
        Holds(faults, $"{field}.party", "PARTY", administration.Party, parties.Contains(administration.Party));
        faults.Text($"{field}.name_en", "", administration.NameEn, NameLengthMax);
        faults.Text($"{field}.name_ja", "", administration.NameJa, NameLengthMax);
        Id(faults, $"{field}.tenant_id", administration.TenantId);
        var zone = administration.TimeZone;
        Holds(faults, $"{field}.time_zone", "TIME_ZONE", zone, TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _));
        Holds(faults, $"{field}.policies", "REQUIRED", "", administration.Policies.Count > 0);
        foreach (var (place, policy) in administration.Policies.Index())
            Check(faults, $"{field}.policies[{place}]", policy);
    }

    private static void Check(Violations faults, string field, AdministrationPolicy policy)
    {
        Span(faults, field, policy.ValidFrom, policy.ValidTo);
        Holds(faults, $"{field}.currency", "CURRENCY", policy.Currency, Currencies.IsKnown(policy.Currency));
        faults.Text($"{field}.exchange_rate_series", "", policy.ExchangeRateSeries, SeriesLengthMax);
        Holds(faults, $"{field}.time_bar_years", "POSITIVE", $"{policy.TimeBarYears}", policy.TimeBarYears > 0);
        if (policy.Adjustments is { } adjustments)
        {
            var (days, years) = (adjustments.HearingDays, adjustments.FraudTimeBarYears);
            Holds(faults, $"{field}.adjustments.hearing_days", "NOT_NEGATIVE", $"{days}", days >= 0);
            Holds(faults, $"{field}.adjustments.fraud_time_bar_years", "LONGER_TIME_BAR", $"{years}",
                years == 0 || years > policy.TimeBarYears);
            Holds(faults, $"{field}.adjustments.smallest_amount", "POSITIVE", adjustments.SmallestAmount,
                adjustments.SmallestAmount.Length == 0
                || (Positive(adjustments.SmallestAmount, out var smallest) && smallest > 0));
        }

        Holds(faults, $"{field}.rounding.line_step", "REQUIRED", "", policy.Rounding?.LineStep is not null);
        var rounding = policy.Rounding ?? new RoundingPolicy();
        foreach (var step in rounding.BaseSteps.Append(rounding.LineStep).Append(rounding.TotalStep))
        {
            if (step is not null)
            {
                var isStep = Positive(step.Unit, out var unit) && unit > 0 && step.Mode > 0;
                Holds(faults, $"{field}.rounding", "ROUNDING_STEP", $"{step.Unit} {step.Mode}", isStep);
            }
        }
    }

    /// <summary>Rules of one customs system, among the codes of administrations.</summary>
    public static void Check(
        Violations faults, string field, CustomsSystem system, IReadOnlySet<string> administrations)
    {
        Id(faults, $"{field}.client_id", system.ClientId);
        faults.Text($"{field}.name", "", system.Name, NameLengthMax);
        var known = administrations.Contains(system.Administration);
        Holds(faults, $"{field}.administration", "ADMINISTRATION", system.Administration, known);
        foreach (var (place, operation) in system.Operations.Index())
        {
            var isOne = operation != SystemOperation.Unspecified && Enum.IsDefined(operation)
                && !system.Operations.Take(place).Contains(operation);
            Holds(faults, $"{field}.operations[{place}]", "OPERATION", $"{operation}", isOne);
        }

        var items = system.ItemsPerSecond;
        Holds(faults, $"{field}.items_per_second", "ITEMS_PER_SECOND", $"{items}", items is >= 0 and <= ItemsMax);
        Span(faults, field, system.ValidFrom, system.ValidTo, bounded: false);
        // Others come by rotation.
        Holds(faults, $"{field}.clients", "NOT_HERE", $"{system.Clients.Count}", system.Clients.Count == 0);
    }

    private static bool Positive(string value, out decimal number) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static void Id(Violations faults, string field, string value) =>
        Holds(faults, field, "UUID", value, Guid.TryParseExact(value, "D", out _));

    private static void Span(
        Violations faults, string field, string validFrom, string validTo, bool bounded = true)
    {
        var from = faults.Day($"{field}.valid_from", "", validFrom, required: bounded);
        var to = faults.Day($"{field}.valid_to", "", validTo, required: false);
        Holds(faults, $"{field}.valid_to", "AFTER_FROM", validTo, from is null || to is null || to > from);
    }

    private static void Holds(Violations faults, string field, string rule, string value, bool holds)
    {
        if (!holds)
            faults.Add(field, "", rule, value, "", $"{field} breaks the rule {rule}.");
    }

    private static void Once(Violations faults, string field, IEnumerable<string> values)
    {
        foreach (var twice in values.CountBy(value => value, StringComparer.OrdinalIgnoreCase).Where(v => v.Value > 1))
            faults.Add(field, "", "UNIQUE", twice.Key, "each once", $"{twice.Key} stands {twice.Value} times.");
    }
}
