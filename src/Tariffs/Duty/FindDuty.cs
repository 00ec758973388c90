using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Versions;
using Consignment = CrmClub.Contracts.Tariffs.V1.Consignment;
using MeasureType = CrmClub.Tariffs.Engine.MeasureType;

namespace CrmClub.Tariffs.Duty;

/// <summary>The duty of today and of a week to come, for everybody; nothing is stored.</summary>
internal sealed class FindDuty(
    TariffState tariffs, MembershipState members, AdoptedTariffs adopted, ClubTime time)
{
    /// <summary>How far ahead is asked.</summary>
    public const int DaysAheadMax = 366;

    private const int WeekDays = 7;
    private const string Field = "consignment";
    private const string NotGiven = "not given";
    private const string ProofOfOrigin = "9CRO";
    private const string Assay = "9CRA";

    public async Task<FindDutyResponse> RunAsync(FindDutyRequest request, CancellationToken cancel)
    {
        var (book, view) = (tariffs.Book, members.View);
        var faults = new Violations();
        var today = time.Today(view.Administration(request.Administration)?.TimeZone ?? AskedVersion.ClubZone);
        if (!Enum.IsDefined(request.AssumedCertificateLevel))
            faults.Add("assumed_certificate_level", "", "LEVEL", $"{request.AssumedCertificateLevel}",
                "A, B or C, or none", "There is no such level.");
        var arrival = Arrival(request, today, faults);
        var broken = new Violations();
        var side = CalculateDuty.SideOf(book, view, From(request, today), 0, Field, broken);
        foreach (var fault in broken.All)
            fault.Field = Named(fault.Field);
        faults.AddRange(broken.All);
        faults.ThrowIfAny();

        var asked = new Asked(book, view, request.Administration, side!.Value.Side.Items[0], today);
        var found = asked.OfVersions(arrival).ToList();
        found.AddRange(asked.OfProposals(await adopted.OnAsync(book, cancel), arrival));
        return new FindDutyResponse { Found = { found }, Line = LineOf(book, today, request.GoodsCode) };
    }

    // The first day of the week that has not passed, and the day after its last.
    private static (DateOnly From, DateOnly To) Arrival(FindDutyRequest request, DateOnly today, Violations faults)
    {
        var day = faults.Day("arrival_day", "", request.ArrivalDay, required: false) ?? today;
        if (day < today || day.DayNumber - today.DayNumber > DaysAheadMax)
        {
            faults.Add("arrival_day", "", "ARRIVAL", Wire.Day(day),
                $"{Wire.Day(today)} to {Wire.Day(today.AddDays(DaysAheadMax))}",
                "The day has passed, or is too far off.");
            day = today;
        }

        var monday = day.AddDays(-(((int)day.DayOfWeek + WeekDays - 1) % WeekDays));
        return (monday > today ? monday : today, monday.AddDays(WeekDays));
    }

    private static Consignment From(FindDutyRequest request, DateOnly day)
    {
        var item = new GoodsItem
        {
            Number = 1,
            GoodsCode = request.GoodsCode,
            Origin = request.Origin,
            NetMassKg = request.NetMassKg,
            CustomsValue = request.CustomsValue,
            ContainedShare = request.ContainedShare,
        };
        if (request.ClubOrigin)
        {
            item.PreferentialOrigin = request.Origin;
            item.Documents.Add(new Document { Code = ProofOfOrigin, Reference = NotGiven });
        }

        if (request.ContainedShare.Length > 0)
            item.Documents.Add(new Document { Code = Assay, Reference = NotGiven });
        return new Consignment
        {
            Administration = request.Administration,
            AcceptanceDay = Wire.Day(day),
            Item = item,
            AssumedCertificateLevel = request.AssumedCertificateLevel,
        };
    }

    // By the request's own names.
    private static string Named(string field) => field
        .Replace($"{Field}.item.preferential_origin", "origin", StringComparison.Ordinal)
        .Replace($"{Field}.item.", "", StringComparison.Ordinal)
        .Replace($"{Field}.item", "goods_code", StringComparison.Ordinal)
        .Replace($"{Field}.acceptance_day", "arrival_day", StringComparison.Ordinal)
        .Replace($"{Field}.", "", StringComparison.Ordinal);

    private static Contracts.Tariffs.V1.ClubLine? LineOf(TariffBook book, DateOnly day, string code) =>
        book.VersionOn(day, null)?.Document.Lines.FirstOrDefault(line => line.GoodsCode == code);

    /// <summary>The same goods on several days, by one state of the tariff.</summary>
    private sealed class Asked(
        TariffBook book, MembershipView view, string administration, Engine.Consignment goods, DateOnly today)
    {
        private readonly FiguresOfToday _figures = new(book.Rates, book.Prices, today);

        /// <summary>Today by itself, then the days of the week, those together that are alike.</summary>
        public IEnumerable<FoundDuty> OfVersions((DateOnly From, DateOnly To) arrival)
        {
            yield return OfVersion(today)!;
            FoundDuty? last = null;
            for (var day = arrival.From; day < arrival.To; day = day.AddDays(1))
            {
                if (day == today || OfVersion(day) is not { } found)
                    continue;
                if (last is not null && Equals(last.Answer, found.Answer)
                    && Equals(last.WithinQuota, found.WithinQuota))
                {
                    last.ToDay = found.ToDay;
                    continue;
                }

                if (last is not null)
                    yield return last;
                last = found;
            }

            if (last is not null)
                yield return last;
        }

        /// <summary>Of the week, where the duty would be another.</summary>
        public IEnumerable<FoundDuty> OfProposals(
            IEnumerable<AdoptedTariff> adopted, (DateOnly From, DateOnly To) arrival)
        {
            foreach (var one in adopted)
            {
                var from = one.From(today) > arrival.From ? one.From(today) : arrival.From;
                if (one is not { Document: { } document, Snapshot: { } snapshot } || from >= arrival.To
                    || Of(snapshot, document, one.Base, from) is not { } found
                    || OfVersion(from) is { } known && Equals(known.Answer.Duty, found.Answer.Duty)
                        && Equals(known.WithinQuota?.Duty, found.WithinQuota?.Duty))
                    continue;
                (found.ToDay, found.Proposal, found.ProposalTitle) =
                    (Wire.Day(arrival.To), one.Proposal.Number, one.Proposal.Content.Title);
                // It has no number before it is published.
                found.Answer.TariffVersion = 0;
                if (found.WithinQuota is { } within)
                    within.TariffVersion = 0;
                yield return found;
            }
        }

        private FoundDuty? OfVersion(DateOnly day) => book.VersionOn(day, null) is { } tariff
            ? Of(tariff.Snapshot, tariff.Document, tariff.Version.Number, day) : null;

        private FoundDuty? Of(TariffSnapshot snapshot, TariffDocument document, int version, DateOnly day)
        {
            if (view.Administration(administration) is not { } known || known.PolicyOn(day) is not { } policy)
                return null;
            var basis = new DutyBasis(
                snapshot, AdministrationPolicies.From(administration, known.Contract.Party, policy), _figures,
                new ClubMembership(view))
            {
                Prices = _figures,
            };
            var explanation = DutyCalculator.Explain(basis, goods with { AcceptanceDay = day });
            return new FoundDuty
            {
                FromDay = Wire.Day(day),
                ToDay = Wire.Day(day.AddDays(1)),
                Answer = DutyAnswers.From(explanation, 1, version, book.RateSet),
                WithinQuota = QuotaOf(explanation, document, day) is { } quota
                    ? DutyAnswers.From(DutyCalculator.Explain(basis, Within(quota, day)), 1, version, book.RateSet)
                    : null,
            };
        }

        // A quota for these goods that is open on the day.
        private static QuotaDefinition? QuotaOf(DutyExplanation explanation, TariffDocument document, DateOnly day)
        {
            var orders = explanation.Findings
                .Where(finding => finding.Measure is { Type: MeasureType.TariffQuota, OrderNumber.Length: > 0 })
                .Select(finding => finding.Measure.OrderNumber).ToHashSet();
            return document.Quotas.FirstOrDefault(quota => orders.Contains(quota.OrderNumber)
                && quota.Periods.Any(period =>
                    Wire.ParseDay(period.OpenFrom) <= day && day < Wire.ParseDay(period.OpenTo)));
        }

        private Engine.Consignment Within(QuotaDefinition quota, DateOnly day) => goods with
        {
            AcceptanceDay = day,
            QuotaOrderNumber = quota.OrderNumber,
            Quota = DutyUnit.TryParse(quota.Unit, out var unit) ? new(unit, null, false) : null,
        };
    }
}
