using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Declarations.Conformance;

/// <summary>Says which cases the calls of a run show, by what was sent and answered. Pure.</summary>
internal static class Judge
{
    public static ConformanceResult Of(ConformanceCase one, IReadOnlyList<RunCall> calls)
    {
        var result = new ConformanceResult { Id = one.Id, TitleEn = one.TitleEn, TitleJa = one.TitleJa };
        var shown = 0;
        if (Find(one, calls, 0, null, ref shown) is { } found)
        {
            result.Passed = true;
            result.Calls.Add(found.Select(call => call.Place));
        }
        else
        {
            result.Missing.Add(one.Steps.Skip(shown));
        }

        return result;
    }

    // The steps in their order, each after the one before; further calls may stand between them.
    private static IEnumerable<RunCall>? Find(
        ConformanceCase one, IReadOnlyList<RunCall> calls, int step, RunCall? before, ref int shown)
    {
        shown = Math.Max(shown, step);
        if (step == one.Steps.Count)
            return [];
        foreach (var call in calls.Where(call => call.Place > (before?.Place ?? 0)
            && Matches(one.Steps[step], call) && Relates(one.Steps[step], call, before)))
        {
            if (Find(one, calls, step + 1, call, ref shown) is { } rest)
                return rest.Prepend(call);
        }

        return null;
    }

    private static bool Matches(ConformanceStep step, RunCall call)
    {
        var measures = call.Answer?.Items.SelectMany(item => item.Measures).ToList() ?? [];
        return call.Rpc == step.Rpc
            && call.Outcome == step.Outcome
            && step.Rules.All(call.Rules.Contains)
            && call.Rules.Count >= step.RulesMin
            && (step.Applied.Length == 0 || measures.Exists(one => IsDue(one) && IsOf(one, step.Applied)))
            && (step.NotApplied.Length == 0 || (measures.Exists(one => IsOf(one, step.NotApplied))
                && !measures.Exists(one => IsDue(one) && IsOf(one, step.NotApplied))))
            && (step.NoDuty.Length == 0
                || call.Answer?.Items.Any(item => NameOf(item.NoDuty) == step.NoDuty) == true)
            && call.Declaration.Items.Count >= step.ItemsMin
            && (step.Document.Length == 0 || call.Declaration.Items
                .SelectMany(item => item.Documents).Any(document => document.Reference == step.Document))
            && call.Declaration.Lrn.StartsWith(step.LrnPrefix)
            && (!step.Converted || call.Answer?.Duty.Currency != call.Declaration.InvoiceCurrency);
    }

    private static bool Relates(ConformanceStep step, RunCall call, RunCall? before) => before is null
        || (step.Same.All(what => Facet(what, call) is { } value && value.Equals(Facet(what, before)))
            && !step.Other.Any(what => Facet(what, call)?.Equals(Facet(what, before)) == true));

    private static object? Facet(string what, RunCall call) => what switch
    {
        "lrn" => call.Declaration.Lrn,
        "request" => call.Submission?.RequestId,
        "content" => call.Declaration,
        "mrn" => call.Request is GetDeclarationRequest get ? get.Mrn : call.Answer?.Mrn,
        "page" => (call.Request as ListDeclarationsRequest)?.PageToken,
        _ => throw new InvalidOperationException($"Nothing of a call is called {what}."),
    };

    private static bool IsDue(MeasureAnswer measure) =>
        measure.Applied && decimal.Parse(measure.Amount, CultureInfo.InvariantCulture) != 0;

    private static bool IsOf(MeasureAnswer measure, string type) => NameOf(measure.Type) == type;

    // As the contract names it, without the enum's own name: "PRICE_FLOOR".
    private static string NameOf(Enum value) => string.Concat(value.ToString()
        .Select((letter, place) => place > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}")).ToUpperInvariant();
}
