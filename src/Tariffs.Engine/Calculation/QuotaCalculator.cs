using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// Decides an item that asks for a quota: while that is pending, as if all of it were within, with a security where the
/// quota is critical; afterwards in two parts, in exact proportion.
/// </summary>
internal static class QuotaCalculator
{
    public static DutyDecision Decide(DutyBasis basis, Consignment consignment, LineMeasures line) =>
        Of(basis, consignment, line,
            part => DutyCalculator.Decide(basis, part), decision => decision, (decision, _) => decision);

    public static DutyExplanation Explain(DutyBasis basis, Consignment consignment, LineMeasures line) =>
        Of(basis, consignment, line,
            part => DutyCalculator.Explain(basis, part), explanation => explanation.Decision,
            (decision, parts) => Join(basis, consignment, line, decision, parts));

    // One way for decisions and explanations: how a part is answered, what was decided of it, how parts are joined.
    private static T Of<T>(
        DutyBasis basis, Consignment consignment, LineMeasures line, Func<Consignment, T> answer,
        Func<T, DutyDecision> decided, Func<DutyDecision, T[], T> join)
    {
        var claim = consignment.Quota!;
        var figures = new DutyFigures(basis, consignment, line);
        var quantity = figures.Quantity(claim.Unit);
        if (!quantity.IsKnown)
        {
            var undecided = answer(consignment with { Part = QuotaPart.Beyond });
            return join(decided(undecided) with
            {
                Outcome = DutyOutcome.NotDecided,
                Duty = 0,
                Amounts = default,
                Missing = [.. figures.Missing.Union(decided(undecided).Missing)],
            }, [undecided]);
        }

        var requested = QuotaAllocation.Cut(quantity.ToDecimal());
        var allocated = Math.Min(claim.Allocated ?? requested, requested);
        List<T> parts = [];
        if (allocated > 0)
        {
            var within = answer(consignment with
            {
                Part = QuotaPart.Within,
                Portion = allocated == requested ? null : new Portion(allocated, requested),
            });
            // No measure of that quota is for these goods, or they are not decided at all.
            if (decided(within).Regime != MeasureType.TariffQuota)
                return decided(within).Outcome == DutyOutcome.Decided
                    ? answer(consignment with { Part = QuotaPart.Beyond }) : within;
            parts.Add(within);
        }

        // Of less than a kg nothing can be drawn.
        if (allocated == 0 || allocated < requested)
        {
            parts.Add(answer(consignment with
            {
                Part = QuotaPart.Beyond,
                Portion = allocated == 0 ? null : new Portion(requested - allocated, requested),
            }));
        }

        var failing = parts.FindLastIndex(part => decided(part).Outcome != DutyOutcome.Decided);
        if (failing >= 0)
            return parts[failing];
        var decision = Sum([.. parts.Select(decided)]);
        var outcome = new QuotaOutcome(consignment.QuotaOrderNumber, claim, requested,
            claim is { Allocated: null, IsCritical: true } ? Security(basis, consignment, decision) : 0);
        return join(decision with { Quota = outcome }, [.. parts]);
    }

    private static decimal Security(DutyBasis basis, Consignment consignment, DutyDecision within)
    {
        var beyond = DutyCalculator.Decide(basis, consignment with
        {
            Part = QuotaPart.Beyond,
            TakesMostFavourable = true,
        });
        return Math.Max(0, beyond.Duty - within.Duty);
    }

    private static DutyDecision Sum(DutyDecision[] parts) => parts is [var one] ? one : parts[0] with
    {
        Duty = parts.Sum(part => part.Duty),
        Amounts = new(parts.SelectMany(part => part.Amounts)),
        Certificate = parts.Select(part => part.Certificate).FirstOrDefault(found => found is not null),
    };

    private static DutyExplanation Join(
        DutyBasis basis, Consignment consignment, LineMeasures line, DutyDecision decision, DutyExplanation[] parts)
    {
        var missing = decision.Missing.Count > 0;
        if (parts is [var one])
        {
            return one with
            {
                Decision = decision,
                Findings = missing ? [.. one.Findings.Select(Open)] : one.Findings,
                Warnings = missing ? Warnings.NotDecided(decision) : one.Warnings,
            };
        }

        var whole = new DutyFigures(basis, consignment, line);
        return parts[0] with
        {
            Decision = decision,
            ExactValue = whole.IsValueKnown ? whole.Value.ToDecimal() : null,
            // Each part has its own, which its formulas show.
            Base = null,
            Findings = [.. parts.SelectMany((part, index) => part.Findings.Select(finding => finding with
            {
                Part = index == 0 ? QuotaPart.Within : QuotaPart.Beyond,
            }))],
            Warnings = [.. parts.SelectMany(part => part.Warnings).Distinct()],
        };
    }

    // Part of a decision that could not be taken after all.
    private static MeasureFinding Open(MeasureFinding finding) => !finding.Applied ? finding : finding with
    {
        Applied = false,
        Ground = FindingGround.FigureMissing,
        Reason = Explainer.WouldApply,
        Formula = "",
        Amount = 0,
    };
}
