using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Engine;

/// <summary>One item in scope: its figures, its origin status, and the alternative that applies.</summary>
internal ref struct Assessment
{
    // What the most favourable alternative comes to, once that is known.
    private Exact _least = Exact.Unknown;

    // Made by the caller: it is large, and would be copied here.
    public readonly ref DutyFigures Figures;

    public Assessment(DutyBasis basis, Consignment consignment, LineMeasures line, ref DutyFigures figures)
    {
        Figures = ref figures;
        Basis = basis;
        Consignment = consignment;
        Line = line;
        if (consignment.Presents(DocumentCodes.ProofOfOrigin))
        {
            var origin = ClaimedOrigin(consignment);
            var day = OnTheWay.Day;
            Status = basis.Club.IsMember(origin, day) ? OriginStatus.Club : OriginStatus.ThirdCountry;
            PhaseInShare = basis.Club.PhaseInShare(origin, day);
        }

        Contenders = line.Find(consignment.Origin, consignment.AcceptanceDay, Status, PhaseInShare is not null);
        Winners = Contenders;
        if (line.IsSelected)
        {
            Selection = new Selection(basis, consignment, line, Contenders, ref Figures);
            Winners = Selection.Winners;
        }

        if (line.HasSeveralFloors)
            Figures.Shares = FloorShares.Among(Floors(), line.Line, basis.Tariff.Tariff);
        if (IsStopped || ChooseByRequest())
            return;
        ChooseMostFavourable();
    }

    public readonly DutyBasis Basis { get; }

    public readonly Consignment Consignment { get; }

    public readonly LineMeasures Line { get; }

    /// <summary>Whether goods of a suspended party were on the way before.</summary>
    public readonly GoodsOnTheWay OnTheWay => new(Basis, Consignment);

    public readonly OriginStatus Status { get; }

    /// <summary>Share of the base duty, percent, on proven origin of a party that accedes; null otherwise.</summary>
    public readonly decimal? PhaseInShare { get; }

    /// <summary>What can apply by origin and day: of each contest one.</summary>
    public readonly Candidate[] Contenders { get; }

    /// <summary>What of it can apply by the rest of the declaration.</summary>
    public readonly Candidate[] Winners { get; }

    /// <summary>How these were selected; null where nothing but origin and day decides.</summary>
    public readonly Selection? Selection { get; }

    /// <summary>Whether a control does not allow the goods.</summary>
    public readonly bool IsStopped => Selection is { Stopping.Count: > 0 };

    /// <summary>The alternative that applies; null where none does.</summary>
    public Candidate? Alternative { get; private set; }

    /// <summary>The document by whose presentation it was asked for.</summary>
    public PresentedDocument? Request { get; private set; }

    /// <summary>The certificate on which it rests; null where none.</summary>
    public CertificateEvidence? Certificate { get; private set; }

    /// <summary>The country whose club origin the consignment claims.</summary>
    public static string ClaimedOrigin(Consignment consignment) =>
        consignment.PreferentialOrigin is "" or CountryGroup.Club ? consignment.Origin : consignment.PreferentialOrigin;

    public DutyDecision Decide()
    {
        if (IsStopped)
            return NotAllowed();
        if (Contenders.Length == 0 && !Array.Exists(Line.All, IsInForce(Consignment.AcceptanceDay)))
            return NotDecided([new MissingFigure(MissingKind.Measure, NoMeasure())]);
        var step = Basis.Policy.Rounding.LineStep;
        // Zero keeps the decimals of the step: 0.00 in EUR, 0 in JPY.
        var decision = new DutyDecision(DutyOutcome.Decided, step.Zero, Basis.Policy.Currency,
            Alternative?.Type ?? MeasureType.None, Status, default, Certificate, []);
        foreach (var winner in Winners)
        {
            if (winner != Alternative && !IsAdded(winner))
                continue;
            var applied = OnDay(winner);
            var exact = Amount(winner, applied.Expression);
            if (exact.IsKnown)
                decision.Add(applied.Measure, exact.Round(step));
        }

        // One at a time here and in the calculator: of a choice between two the decision is copied once more.
        if (!Figures.IsComplete)
            return NotDecided([.. Figures.Missing]);
        return decision;
    }

    /// <summary>What a winner comes to with its duty of the day, not rounded.</summary>
    public readonly Exact Amount(Candidate winner, DutyExpression onDay) =>
        winner == Alternative && _least.IsKnown ? _least : Figures.Evaluate(onDay);

    /// <summary>
    /// The candidate with the duty that its conditions state, and of the day: one that rests on the base is taken from
    /// it.
    /// </summary>
    public readonly Candidate OnDay(Candidate candidate)
    {
        if (Selection?.Outcome(candidate)?.Duty is { } stated)
            return candidate.With(stated);
        if (!candidate.RestsOnBase)
            return candidate;
        // Nothing is due as base where there is none.
        var found = Array.Find(Winners, winner => winner.Type == MeasureType.Base);
        var onBase = found is null ? new FreeDuty() : OnDay(found).Expression;
        return candidate.Expression is SurchargeOnBase surcharge ? candidate.With(surcharge.Of(onBase))
            : PhaseInShare is { } share ? candidate.With(ShareOfBase.Of(onBase, share))
            : candidate;
    }

    /// <summary>Whether it is added on top of the alternative that applies.</summary>
    public readonly bool IsAdded(Candidate candidate) =>
        candidate.Additive && (!Line.IsExclusive || ExcludedBy(candidate, Alternative) is null);

    /// <summary>What keeps an additive measure from being added beside an alternative: that one, or another that is
    /// added; null where nothing does.</summary>
    public readonly Candidate? ExcludedBy(Candidate candidate, Candidate? alternative)
    {
        if (Excludes(alternative, candidate))
            return alternative;
        foreach (var winner in Winners)
        {
            if (winner.Additive && Excludes(winner, candidate) && !Excludes(alternative, winner))
                return winner;
        }

        return null;
    }

    private readonly bool Excludes(Candidate? applied, Candidate candidate) =>
        applied is not null && Basis.Tariff.Exclusions.Contains(new TypeExclusion(applied.Type, candidate.Type));

    // Those of the type alone: what another type lacks to a price is held against all of the value.
    private readonly List<PriceFloor> Floors()
    {
        List<PriceFloor> floors = [];
        foreach (var winner in Winners)
        {
            if (winner.Type == MeasureType.PriceFloor && OnDay(winner).Expression is PriceFloor floor)
                floors.Add(floor);
        }

        return floors;
    }

    private bool ChooseByRequest()
    {
        foreach (var document in Consignment.Asking)
        {
            foreach (var winner in Winners)
            {
                if (winner.Additive || !winner.IsAskedBy(document.Code))
                    continue;
                if (!IsMet(winner, document, out var certificate))
                    continue;
                if (Consignment.TakesMostFavourable)
                {
                    if (!IsLeast(winner))
                        continue;
                }
                else if (winner.Type == MeasureType.TariffQuota)
                {
                    NoteQuota(winner);
                }

                Alternative = winner;
                Request = document;
                Certificate = certificate;
                if (!Consignment.TakesMostFavourable)
                    return true;
            }
        }

        return false;
    }

    private void NoteQuota(Candidate quota)
    {
        if (Consignment.Part == QuotaPart.Whole)
            Figures.Miss(MissingKind.Quota, $"{quota.Measure.OrderNumber} and what of it is allocated");
    }

    private readonly bool IsMet(
        Candidate candidate, PresentedDocument document, out CertificateEvidence? certificate)
    {
        certificate = null;
        if (candidate.Type == MeasureType.TariffQuota)
            return Consignment.Part != QuotaPart.Beyond;
        var level = candidate.Level;
        if (level == CertificateLevel.None)
            return true;
        certificate = CertificateCheck.Find(Consignment, document);
        return CertificateCheck.Check(certificate, Consignment, Line.Line) == CertificateFault.None
            && certificate!.Level == level;
    }

    private void ChooseMostFavourable()
    {
        foreach (var winner in Winners)
        {
            if (winner.Additive || winner.NeedsRequest || !IsLeast(winner))
                continue;
            Alternative = winner;
            (Request, Certificate) = (null, null);
        }
    }

    // Whether it costs less than the alternative so far, where there is one.
    private bool IsLeast(Candidate candidate)
    {
        var onDay = candidate.RestsOnBase || Selection is not null ? OnDay(candidate) : candidate;
        var amount = Figures.Evaluate(onDay.Expression);
        var isLess = Alternative is not { } chosen
            || (Line.IsExclusive ? InAll(candidate, amount) < InAll(chosen, _least) : amount < _least);
        if (isLess)
            _least = amount;
        return isLess;
    }

    // What is not added beside one alternative may be beside another.
    private Exact InAll(Candidate alternative, Exact amount)
    {
        foreach (var winner in Winners)
        {
            if (winner.Additive && ExcludedBy(winner, alternative) is null)
                amount += Figures.Evaluate(OnDay(winner).Expression);
        }

        return amount;
    }

    private static Predicate<Candidate> IsInForce(DateOnly day) => candidate => candidate.Measure.Valid.Covers(day);

    private readonly string NoMeasure() => FormattableString.Invariant(
        $"no measure on {Line.Line.GoodsCode} is in force on {Consignment.AcceptanceDay:yyyy-MM-dd}");

    private readonly DutyDecision NotAllowed() =>
        new(DutyOutcome.NotAllowed, Basis.Policy.Rounding.LineStep.Zero, Basis.Policy.Currency, MeasureType.None,
            Status, new(Selection!.Stopping.Select(one => new MeasureAmount(one.Measure, 0))), null, []);

    private readonly DutyDecision NotDecided(IReadOnlyList<MissingFigure> missing) =>
        new(DutyOutcome.NotDecided, 0, Basis.Policy.Currency, MeasureType.None, Status, default, null, missing);
}
