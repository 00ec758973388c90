namespace CrmClub.Tariffs.Engine.Origin;

/// <summary>
/// Determines club origin: an input that originates by its own rule counts whole; of one that does not, what was done
/// and added in any member counts all the same (full cumulation).
/// </summary>
public sealed class OriginDetermination
{
    /// <summary>Operations that give no origin, alone or together (compare UCC-DA, Article 34).</summary>
    public static readonly IReadOnlySet<string> InsufficientOperations = new HashSet<string>(StringComparer.Ordinal)
    {
        "preserving", "packing", "labelling", "sorting", "sieving", "washing", "cutting", "blending", "simple-assembly",
    };

    private readonly IReadOnlyList<ClubCountry> _club;
    private readonly DateOnly _exportDay;
    private readonly List<InputFinding> _inputs = [];

    private OriginDetermination(IReadOnlyList<ClubCountry> club, DateOnly exportDay) =>
        (_club, _exportDay) = (club, exportDay);

    /// <summary>Judges a product by its rule.</summary>
    /// <param name="product">With the price that its rule measures by.</param>
    /// <param name="club">The countries that count as the club.</param>
    /// <param name="exportDay">Legal day of export; who is no member then doesn't count.</param>
    public static OriginAnswer Determine(Product product, IReadOnlyList<ClubCountry> club, DateOnly exportDay)
    {
        var determination = new OriginDetermination(club, exportDay);
        var judged = determination.Judge(product, "");
        return new OriginAnswer(
            judged.Country.Length > 0, judged.Country, judged.By, judged.Rules, determination._inputs);
    }

    private Judgement Judge(Product product, string path)
    {
        var content = ContentOf(product, path);
        var rules = new List<RuleFinding>();
        var met = Met(product.Rule, product, content, rules);
        if (!IsClub(product.Country))
            return new("", $"It was finished in {Outside(product.Country)}.", rules, content);
        var isMinimal = product.Processes.Count > 0
            && product.Processes.All(process => InsufficientOperations.Contains(process.Name));
        if (content.NonOriginating.Count == 0 && product.Inputs.Count > 0)
            return new(
                isMinimal ? content.LastCountry ?? product.Country : product.Country,
                "All its inputs originate.", rules, content);
        if (isMinimal && !product.IsObtained)
            return new("", $"{string.Join(", ", product.Processes.Select(process => process.Name).Distinct())}: "
                + "never enough to give origin.", rules, content);
        return met is null
            ? new("", $"{product.Rule} is not met.", rules, content)
            : new(product.Country, met, rules, content);
    }

    private Content ContentOf(Product product, string path)
    {
        var content = new Content();
        foreach (var process in product.Processes.Where(process => IsClub(process.Country)))
            content.Processes.Add(process.Name);
        for (var i = 0; i < product.Inputs.Count; i++)
            Take(product.Inputs[i], $"{path}inputs[{i}]", content);
        return content;
    }

    private void Take(Input input, string path, Content content)
    {
        var at = _inputs.Count;
        if (input.Made is not { } made)
        {
            var (originates, reason) = Simple(input);
            _inputs.Add(new(path, input.GoodsCode, input.Value, originates, reason));
            if (originates)
                content.Add(input.Value, input.Country);
            else
                content.NonOriginating.Add(input);
            return;
        }

        var judged = Judge(made, $"{path}.made.");
        var counted = judged.Content.NonOriginating;
        if (judged.Country.Length > 0)
        {
            _inputs.Insert(at, new(path, input.GoodsCode, input.Value, true,
                $"Originates by its own rule ({judged.By}): counts whole."));
            content.Add(input.Value, judged.Country);
            content.Processes.UnionWith(judged.Content.Processes);
        }
        else if (IsClub(made.Country))
        {
            _inputs.Insert(at, new(path, input.GoodsCode, input.Value, false,
                $"{judged.By} What it was made of counts, and what the club added to it does not."));
            content.NonOriginating.AddRange(counted);
            content.Add(Math.Max(0, input.Value - counted.Sum(one => one.Value)), made.Country);
            content.Processes.UnionWith(judged.Content.Processes);
        }
        else
        {
            _inputs.Insert(at, new(path, input.GoodsCode, input.Value, false, judged.By));
            content.NonOriginating.Add(input);
        }
    }

    private (bool Originates, string Reason) Simple(Input input)
    {
        if (!IsClub(input.Country))
            return (false, $"From {Outside(input.Country)}.");
        return input.Proof.Length > 0
            ? (true, $"Originates in {input.Country}: {input.Proof}.")
            : (false, $"From {input.Country}, and nothing proves that it originates there.");
    }

    /// <summary>What of the rule gives the origin, or null. Each part is looked at, for the explanation.</summary>
    private static string? Met(OriginRule rule, Product product, Content content, List<RuleFinding> findings)
    {
        if (rule is JoinedRules joined)
        {
            var met = joined.Rules.Select(one => Met(one, product, content, findings)).ToList();
            if (!joined.All)
                return met.Find(one => one is not null);
            return met.Contains(null) ? null : string.Join(" and ", met);
        }

        var (isMet, reason) = Measure(rule, product, content);
        findings.Add(new RuleFinding(rule.ToString(), isMet, reason));
        return isMet ? rule.ToString() : null;
    }

    private static (bool IsMet, string Reason) Measure(OriginRule rule, Product product, Content content) => rule switch
    {
        TariffShift shift => Shift(shift, product, content),
        ValueContent { BuildUp: true } rvc => AtLeast(
            rvc, content.Originating, "originating", product.FreeOnBoardPrice),
        ValueContent rvc => AtLeast(
            rvc, product.FreeOnBoardPrice - content.NonOriginatingValue, "what does not count taken off",
            product.FreeOnBoardPrice),
        NonOriginatingMax { OfFreeOnBoard: true } max => AtMost(
            max, content, product.FreeOnBoardPrice, "price on board"),
        NonOriginatingMax max => AtMost(max, content, product.ExWorksPrice, "ex-works price"),
        NonOriginatingWeight max => Weight(max, product, content),
        NamedProcess process => content.Processes.Contains(process.Process)
            ? (true, $"{process.Process} was carried out in the club.")
            : (false, $"{process.Process} was not carried out in the club."),
        _ => product.IsObtained && content.NonOriginating.Count == 0
            ? (true, "Wholly obtained there.")
            : (false, "It was not wholly obtained there."),
    };

    private static (bool IsMet, string Reason) Shift(TariffShift shift, Product product, Content content)
    {
        var same = content.NonOriginating.Where(input => shift.Fails(input.GoodsCode, product.GoodsCode)).ToList();
        if (same.Count == 0)
            return (true, $"All {content.NonOriginating.Count} non-originating inputs change.");
        var codes = string.Join(", ", same.Select(input => input.GoodsCode).Distinct());
        if (product.ExWorksPrice is not { } price)
            return (false, $"{codes} does not change, and without an ex-works price nothing is tolerated.");
        var value = same.Sum(input => input.Value);
        var isTolerated = value * 100 <= product.TolerancePercent * price;
        return (isTolerated, $"{codes} does not change: {DecimalText.Of(value)} of {DecimalText.Of(price)}, "
            + $"{(isTolerated ? "within" : "over")} the tolerance of {DecimalText.Of(product.TolerancePercent)} %.");
    }

    private static (bool IsMet, string Reason) AtLeast(ValueContent rule, decimal? part, string name, decimal? price) =>
        part is { } value && price is > 0
            ? (value * 100 >= rule.Percent * price, Share(value, name, price.Value, "price on board"))
            : (false, "The price on board is not known.");

    private static (bool IsMet, string Reason) AtMost(
        NonOriginatingMax rule, Content content, decimal? price, string ofWhich) => price is > 0
            ? (content.NonOriginatingValue * 100 <= rule.Percent * price,
                Share(content.NonOriginatingValue, "non-originating", price.Value, ofWhich))
            : (false, $"The {ofWhich} is not known.");

    private static (bool IsMet, string Reason) Weight(NonOriginatingWeight rule, Product product, Content content)
    {
        var weighed = content.NonOriginating.Where(input => rule.Weighs(input.GoodsCode)).ToList();
        if (product.NetMassKg is not > 0 || weighed.Exists(input => input.NetMassKg is null))
            return (false, "What it weighs is not known.");
        var kg = weighed.Sum(input => input.NetMassKg!.Value);
        return (kg * 100 <= rule.Percent * product.NetMassKg,
            Share(kg, "kg non-originating", product.NetMassKg.Value, "kg"));
    }

    // Only to be read: at the limit a cent decides, so what decides is never rounded.
    private static string Share(decimal part, string name, decimal price, string ofWhich) =>
        $"{DecimalText.Of(part)} {name} of the {ofWhich} {DecimalText.Of(price)}: "
        + $"{DecimalText.Of(Math.Round(part * 100 / price, 4))} %.";

    private bool IsClub(string country) => _club.Any(one => one.Country == country && one.Days.Covers(_exportDay));

    private string Outside(string country) => _club.Any(one => one.Country == country)
        ? $"{country}, which does not count as the club on {_exportDay:yyyy-MM-dd}"
        : $"{country}, outside the club";

    private sealed record Judgement(string Country, string By, IReadOnlyList<RuleFinding> Rules, Content Content);

    private sealed class Content
    {
        public List<Input> NonOriginating { get; } = [];

        public HashSet<string> Processes { get; } = [];

        public decimal Originating { get; private set; }

        public decimal NonOriginatingValue => NonOriginating.Sum(input => input.Value);

        /// <summary>Where the dearest originating input comes from.</summary>
        public string? LastCountry { get; private set; }

        private decimal _dearest = -1;

        public void Add(decimal value, string country)
        {
            Originating += value;
            if (value > _dearest)
                (_dearest, LastCountry) = (value, country);
        }
    }
}
