namespace CrmClub.Tariffs.Engine;

/// <summary>
/// What stays of a line's winners where the declaration itself decides: by destination, additional codes and
/// conditions. Made only for lines on which something depends on these.
/// </summary>
internal sealed class Selection
{
    private readonly DutyBasis _basis;
    private readonly Consignment _consignment;
    private readonly Dictionary<Candidate, ConditionOutcome> _outcomes = [];
    private readonly Dictionary<Candidate, (FindingGround Ground, string Reason)> _out = [];
    private readonly List<Candidate> _stopping = [];

    public Selection(
        DutyBasis basis, Consignment consignment, LineMeasures line, Candidate[] contenders, ref DutyFigures ofPart)
    {
        (_basis, _consignment) = (basis, consignment);
        // Conditions are about the item as it is declared, whatever of it a quota leaves out.
        var figures = new DutyFigures(basis, consignment with { Portion = null }, line);
        List<Candidate> winners = [];
        for (var first = 0; first < contenders.Length;)
        {
            var next = first;
            while (next < contenders.Length && contenders[next].Group == contenders[first].Group)
                next++;
            if (Best(contenders.AsSpan(first, next - first), ref figures) is { } best && Stays(best, ref figures))
                winners.Add(best);
            first = next;
        }

        Winners = [.. winners];
        foreach (var missing in figures.Missing)
            ofPart.Miss(missing.Kind, missing.What);
    }

    /// <summary>What stays, in the order of the line; controls are not among it.</summary>
    public Candidate[] Winners { get; }

    /// <summary>The controls that do not allow the goods.</summary>
    public IReadOnlyList<Candidate> Stopping => _stopping;

    /// <summary>Why the candidate does not stay; null where it does.</summary>
    public (FindingGround Ground, string Reason)? WhyOut(Candidate candidate) =>
        _out.TryGetValue(candidate, out var why) ? why : null;

    /// <summary>What the candidate's conditions came to; null where it has none.</summary>
    public ConditionOutcome? Outcome(Candidate candidate) => _outcomes.GetValueOrDefault(candidate);

    // The choice that is declared before none, the destination that is named before all, then the longer code.
    private Candidate? Best(ReadOnlySpan<Candidate> group, ref DutyFigures figures)
    {
        Candidate? best = null;
        List<string>? codes = null;
        foreach (var candidate in group)
        {
            var code = candidate.Measure.AdditionalCode;
            if (!IsBound(candidate.Measure))
            {
                Leave(candidate, FindingGround.OtherDestination, "It binds imports of "
                    + $"{string.Join(", ", candidate.Measure.Destinations)} only.");
            }
            else if (code.Length > 0 && !_consignment.AdditionalCodes.Contains(code))
            {
                (codes ??= []).Add(code);
                Leave(candidate, FindingGround.OtherAdditionalCode, $"Additional code {code} is not declared.");
            }
            else if (best is null || Precedence(candidate).CompareTo(Precedence(best)) > 0)
            {
                if (best is not null)
                    LeaveTo(candidate, best);
                best = candidate;
            }
            else
            {
                LeaveTo(best, candidate);
            }
        }

        if (best is null && codes is not null && group[0].IsCompulsory)
        {
            figures.Miss(MissingKind.AdditionalCode, $"one of {string.Join(", ", codes)}, on which the "
                + $"{group[0].Rule.Name} depends");
        }

        return best;
    }

    private void LeaveTo(Candidate winner, Candidate left) => Leave(left,
        winner.Measure.AdditionalCode != left.Measure.AdditionalCode ? FindingGround.OtherAdditionalCode
            : FindingGround.OtherDestination,
        $"{winner.Measure.Id} takes its place.");

    private static (bool, bool, int, int) Precedence(Candidate candidate) =>
        (candidate.Measure.AdditionalCode.Length > 0, candidate.Measure.Destinations.Count > 0,
            candidate.Measure.GoodsCode.Length, candidate.OriginRank);

    private bool IsBound(Measure measure) => measure.Destinations.Count == 0
        || measure.Destinations.Contains(_basis.Policy.Administration)
        || measure.Destinations.Contains(_basis.Policy.Party);

    private bool Stays(Candidate candidate, ref DutyFigures figures)
    {
        var document = candidate.RequiredDocument;
        var isPresented = document.Length > 0 && _consignment.Presents(document);
        // Conditions of what is not asked for are not looked at: a figure for them would be missed in vain.
        if (!candidate.IsControl && candidate.NeedsRequest && !isPresented && !IsOfQuota(candidate))
            return true;
        if (candidate.Measure.Conditions.Count == 0)
            return !candidate.IsControl || Control(candidate, document, isPresented);
        var outcome = ConditionCheck.Of(candidate, ref figures, _consignment);
        _outcomes.Add(candidate, outcome);
        if (outcome.Effect == ConditionEffect.NotAllowed)
        {
            _stopping.Add(candidate);
            Leave(candidate, FindingGround.NotAllowed, outcome.Reason);
        }
        else if (candidate.IsControl)
        {
            Leave(candidate, FindingGround.Allowed, outcome.Reason);
        }
        else if (!outcome.Applies)
        {
            Leave(candidate, FindingGround.ConditionNotMet, outcome.Reason);
        }

        return !_out.ContainsKey(candidate);
    }

    private bool IsOfQuota(Candidate candidate) => candidate.Measure.OrderNumber.Length > 0
        && candidate.Measure.OrderNumber == _consignment.QuotaOrderNumber;

    private bool Control(Candidate candidate, string document, bool isPresented)
    {
        if (isPresented)
            Leave(candidate, FindingGround.Allowed, $"Document {document} is presented.");
        else if (candidate.Rule.Stops)
        {
            _stopping.Add(candidate);
            Leave(candidate, FindingGround.NotAllowed, document.Length == 0
                ? "The goods are prohibited." : $"Document {document} is not presented.");
        }
        else if (document.Length > 0)
            Leave(candidate, FindingGround.DocumentMissing, $"Document {document} is asked for and not presented.");
        else
            Leave(candidate, FindingGround.Allowed, "The import is recorded; nothing is asked for.");
        return false;
    }

    private void Leave(Candidate candidate, FindingGround ground, string reason) =>
        _out[candidate] = (ground, reason);
}
