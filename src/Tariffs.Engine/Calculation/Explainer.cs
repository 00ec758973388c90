using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// Says of every measure that binds the line, is in force and takes in the origin, whether it applies and why. It looks
/// again at what decided, so that nothing is made for it where nobody asks.
/// </summary>
internal ref struct Explainer(
    DutyBasis basis, Consignment consignment, LineMeasures line, ref DutyFigures figures)
{
    public const string WouldApply = "It would apply, but a figure is missing.";

    private Assessment _assessment = new(basis, consignment, line, ref figures);

    private readonly Consignment Consignment => _assessment.Consignment;

    private readonly string Currency => _assessment.Basis.Policy.Currency;

    public DutyExplanation Explain()
    {
        var decision = _assessment.Decide();
        var findings = new List<MeasureFinding>(_assessment.Line.All.Length);
        foreach (var candidate in _assessment.Line.All)
        {
            var winner = Contender(candidate.Contest);
            if (winner == candidate || IsLookedAt(candidate))
                findings.Add(Find(candidate, winner, in decision));
        }

        var converted = _assessment.Figures.IsValueKnown;
        return new DutyExplanation(
            decision,
            _assessment.Line.Line,
            findings,
            converted ? _assessment.Figures.Value.ToDecimal() : null,
            converted ? _assessment.Figures.Base : null,
            _assessment.Figures.ValueRate?.ToString() ?? "",
            Warnings.Of(_assessment, in decision, findings));
    }

    private readonly bool IsLookedAt(Candidate candidate) =>
        candidate.Measure.Valid.Covers(Consignment.AcceptanceDay)
        && _assessment.Basis.Tariff.Groups.IsFrom(candidate.Measure, Consignment.Origin, Consignment.AcceptanceDay)
        && (!candidate.OnlyAcceding || Accedes);

    // Without proof of origin it is not asked for, which is worth saying; where nobody accedes, nothing is.
    private readonly bool Accedes => _assessment.Basis.Club.PhaseInShare(
        Assessment.ClaimedOrigin(Consignment), _assessment.OnTheWay.Day) is not null;

    private MeasureFinding Find(Candidate candidate, Candidate? winner, in DutyDecision decision)
    {
        var measure = _assessment.OnDay(candidate).Measure;
        if (winner != candidate)
        {
            if (WhyOut(candidate) is { } kept)
                return NotApplied(measure, kept.Ground, kept.Reason);
            if (winner is not null)
                return Beaten(measure, winner.Measure);
        }

        if (_assessment.Selection?.WhyOut(candidate) is { } left)
        {
            return NotApplied(measure, left.Ground, left.Reason) with
            {
                Applied = left.Ground == FindingGround.NotAllowed,
            };
        }

        if (decision.Outcome == DutyOutcome.NotAllowed)
        {
            return NotApplied(measure, FindingGround.Stopped,
                $"Nothing is computed: {decision.Amounts[0].Measure.Id} does not allow the goods.");
        }

        if (candidate.Additive && !_assessment.IsAdded(candidate))
        {
            var by = _assessment.ExcludedBy(candidate, _assessment.Alternative)!.Measure;
            return NotApplied(measure, FindingGround.ExcludedByType, $"Not added: {by.Type.Name()} {by.Id} applies.");
        }

        if (candidate != _assessment.Alternative && !candidate.Additive)
            return NotChosen(measure);
        if (decision.Outcome == DutyOutcome.NotDecided)
            return NotApplied(measure, FindingGround.FigureMissing, WouldApply);
        var exact = _assessment.Amount(candidate, measure.Expression);
        var amount = exact.Round(_assessment.Basis.Policy.Rounding.LineStep);
        var (ground, reason) = WhyApplied(candidate, measure, exact);
        if (measure.Expression is PriceFloor floor && _assessment.Figures.ShareOf(floor) is { } share)
            reason += $" The share is by {share.Price}.";
        if (_assessment.Selection?.Outcome(candidate) is { } outcome)
            reason += $" Conditions: {outcome.Reason}";
        return new MeasureFinding(measure, true, ground, reason,
            Formula.Of(measure.Expression, ref _assessment.Figures, exact, amount, Currency), amount);
    }

    private readonly (FindingGround Ground, string Reason)? WhyOut(Candidate candidate)
    {
        var measure = candidate.Measure;
        var origin = Consignment.Origin;
        var asked = measure.RequiredDocument.Length > 0 && Consignment.Presents(measure.RequiredDocument);
        if (_assessment.Basis.Tariff.Groups.Exclusion(measure, origin, Consignment.AcceptanceDay) is { } excluded)
        {
            var why = excluded == origin ? $"{origin} is excluded." : $"{origin} is excluded: it is in {excluded}.";
            return asked ? (FindingGround.RequestRefused, "Request refused: " + why)
                : (FindingGround.ExcludedOrigin, why);
        }

        if (candidate.Fits(_assessment.Status, _assessment.PhaseInShare is not null))
            return null;
        if (_assessment.Status == OriginStatus.Club)
        {
            var why = "goods of proven club origin are excluded." + OnTheWay;
            return asked ? (FindingGround.RequestRefused, "Request refused: " + why)
                : (FindingGround.ExcludedOrigin, why);
        }

        if (asked)
            return (FindingGround.RequestRefused, "Request refused: " + WhyNotClub());
        return measure.RequiredDocument.Length > 0 ? NotAsked(measure) : (FindingGround.OtherOrigin, WhyNotClub());
    }

    private readonly string WhyNotClub() => Consignment.Presents(DocumentCodes.ProofOfOrigin)
        ? FormattableString.Invariant(
            $"{Assessment.ClaimedOrigin(Consignment)} is not in the club on {Consignment.AcceptanceDay:yyyy-MM-dd}.")
            + OnTheWay
        : $"club origin is not proven: document {DocumentCodes.ProofOfOrigin} is not presented.";

    // The request beside the proof of origin, where it is made.
    private readonly string OnTheWay => _assessment.OnTheWay.IsAsked ? " " + Capital(_assessment.OnTheWay.Reason) : "";

    private static (FindingGround Ground, string Reason) NotAsked(Measure measure) =>
        (FindingGround.NotRequested, $"Not asked for: document {measure.RequiredDocument} is not presented.");

    private readonly Candidate? Contender(int contest)
    {
        foreach (var winner in _assessment.Contenders)
        {
            if (winner.Contest == contest)
                return winner;
        }

        return null;
    }

    private static MeasureFinding Beaten(Measure measure, Measure winner) =>
        winner.GoodsCode.Length > measure.GoodsCode.Length
            ? NotApplied(measure, FindingGround.LongerCode,
                $"{winner.Id} on the longer code {winner.GoodsCode} takes its place.")
            : NotApplied(measure, FindingGround.MoreSpecificOrigin, winner.Origin == measure.Origin
                ? $"{winner.Id}, which stands before it in the tariff, takes its place."
                : $"{winner.Id} for {winner.Origin} takes its place.");

    private MeasureFinding NotChosen(Measure measure)
    {
        if (measure.OrderNumber.Length > 0 && WhyNotWithin(measure) is { } beyond)
            return NotApplied(measure, beyond.Ground, beyond.Reason);
        if (measure.RequiredDocument.Length > 0)
        {
            if (!Consignment.Presents(measure.RequiredDocument))
            {
                var (ground, reason) = NotAsked(measure);
                return NotApplied(measure, ground, reason);
            }

            if (measure.Level != CertificateLevel.None && WhyNoCertificate(measure) is { } refused)
                return NotApplied(measure, refused.Ground, refused.Reason);
        }

        return NotApplied(measure, FindingGround.OtherAlternative, WhyNotChosen(measure));
    }

    private readonly string WhyNotChosen(Measure measure)
    {
        var text = new Sentence(stackalloc char[Sentence.LengthUsual]);
        text.Add(_assessment.Alternative?.Measure.Id ?? "");
        text.Add(_assessment.Request is not null ? " was asked for first" : " is more favourable");
        var exact = _assessment.Figures.Evaluate(measure.Expression);
        if (exact.IsKnown)
        {
            text.Add("; this would come to ");
            text.AddAmount(exact.Round(_assessment.Basis.Policy.Rounding.LineStep));
            text.Add(" ");
            text.Add(Currency);
        }

        text.Add(".");
        return text.ToString();
    }

    private readonly (FindingGround Ground, string Reason)? WhyNotWithin(Measure measure) =>
        Consignment.QuotaOrderNumber != measure.OrderNumber
            ? (FindingGround.NotRequested, $"Not asked for: quota {measure.OrderNumber} is not declared.")
            : Consignment.Part == QuotaPart.Beyond
                ? (FindingGround.RequestRefused,
                    $"Request refused: this part is beyond what is allocated of quota {measure.OrderNumber}.")
                : null;

    private readonly (FindingGround Ground, string Reason)? WhyNoCertificate(Measure measure)
    {
        (FindingGround Ground, string Reason)? first = null;
        foreach (var document in Consignment.Documents)
        {
            if (document.Code != measure.RequiredDocument)
                continue;
            var certificate = CertificateCheck.Find(Consignment, document);
            var fault = CertificateCheck.Check(certificate, Consignment, _assessment.Line.Line);
            if (fault == CertificateFault.None && certificate!.Level == measure.Level)
                return null;
            first ??= fault == CertificateFault.None
                ? (FindingGround.OtherLevel,
                    $"Certificate {document.Reference} is of level {certificate!.Level}, not {measure.Level}.")
                : (FindingGround.RequestRefused, "Request refused: " + CertificateReasons.Of(
                    fault, document.Reference, certificate, Consignment, _assessment.Line.Line));
        }

        return first;
    }

    private readonly (FindingGround Ground, string Reason) WhyApplied(
        Candidate candidate, Measure measure, in Exact exact)
    {
        if (candidate.Additive)
        {
            if (measure.Expression is not PriceFloor floor)
                return (FindingGround.Additive, "Added on top, on its own base.");
            var isShared = _assessment.Figures.Shares?.Includes(floor) == true;
            return (FindingGround.Additive, exact.Sign > 0
                ? isShared ? "Added on top: its share of the customs value is below the floor."
                    : "Added on top: the customs value is below the floor."
                : isShared ? "Added on top: its share of the customs value reaches the floor, nothing is due."
                    : "Added on top: the customs value reaches the floor, nothing is due.");
        }

        if (_assessment.Request is not { } request)
        {
            return (FindingGround.MostFavourable,
                "The most favourable of the alternatives that need no request; no other was asked for and met.");
        }

        return (FindingGround.Requested, _assessment.Certificate is { } certificate
            ? CertificateReasons.Met(request.Code, certificate, _assessment.Line.Line)
            : candidate.OnlyAcceding
                ? $"Asked for by document {request.Code}: {Assessment.ClaimedOrigin(Consignment)} accedes and bears "
                    + FormattableString.Invariant($"{_assessment.PhaseInShare} % of the base.") + OnTheWay
            : request.Code == DocumentCodes.ProofOfOrigin
                ? $"Asked for by document {request.Code}: {Assessment.ClaimedOrigin(Consignment)} "
                    + (_assessment.OnTheWay.IsMet ? "was in the club." : "is in the club.") + OnTheWay
            : candidate.Type == MeasureType.TariffQuota ? $"Asked for by quota {request.Code}."
                : $"Asked for by document {request.Code}.");
    }

    private static MeasureFinding NotApplied(Measure measure, FindingGround ground, string reason) =>
        new(measure, false, ground, Capital(reason), "", 0);

    private static string Capital(string reason)
    {
        var first = char.ToUpperInvariant(reason[0]);
        return first == reason[0] ? reason : string.Concat([first], reason.AsSpan(1));
    }
}
