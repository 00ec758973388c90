namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>
/// Phrases of the Harmonized Tariff Schedule of the United States as they stand in its rate columns, misprints too.
/// </summary>
internal static class UsPhrases
{
    public const Lexicon Lexicon = Expressions.Lexicon.GroupedNumbers | Expressions.Lexicon.Print;

    private static readonly (string Phrase, string Unit)[] UnitRows =
    [
        ("each", "p"),
        ("/head", "p"),
        ("/article", "p"),
        ("/doz.", "12 p"),
        ("/gross", "144 p"),
        ("/thousand", "1000 p"),
        ("/1000", "1000 p"),
        ("/1,000", "1000 p"),
        ("/1,000 pins", "1000 p pins"),
        ("/pr.", "pair"),
        ("/pack", "p packs"),
        ("/jewel", "p jewels"),
        ("/jewel over 7", "p jewels-over-7"),
        ("/line/gross", "144 p line"),
        ("/gross of immediate containers", "144 p containers"),
        ("/kg", "kg"),
        ("/g", "g"),
        ("/t", "t"),
        ("/clean kg", "kg clean"),
        ("/kg on drained weight", "kg drained"),
        ("/kg on drained weght", "kg drained"),
        ("/kg of total sugars", "kg total-sugars"),
        ("/kg of anhydrous morphine content", "kg morphine"),
        ("/kg on contents and container", "kg with-container"),
        ("/kg, including weight of container", "kg with-container"),
        ("/t, including weight of container", "t with-container"),
        ("/kg on entire contents of container", "kg container-contents"),
        ("/liter", "l"),
        ("/pf.liter", "l proof"),
        ("/pf.liter on ethyl alcohol content", "l proof-alcohol"),
        ("/bbl", "bbl"),
        ("/m", "m"),
        ("/lin. m", "m"),
        ("/m<sup>2</sup>", "m2"),
        ("/m<sup>2</sup> of recording surface", "m2 recording-surface"),
        ("/m<sup>3</sup>", "m3"),
    ];

    private static readonly (string Name, string Symbol)[] Metals =
    [
        ("chromium", "Cr"), ("cobalt", "Co"), ("copper", "Cu"), ("lead", "Pb"), ("magnesium", "Mg"),
        ("manganese", "Mn"), ("molybdenum", "Mo"), ("nickel", "Ni"), ("silicon", "Si"), ("tungsten", "W"),
        ("vanadium", "V"), ("zinc", "Zn"),
    ];

    public static Phrases<DutyUnit> Units { get; } = new(Lexicon,
    [
        .. UnitRows.Select(row => (row.Phrase, Parse(row.Unit))),
        .. Metals.Select(metal => ($"/kg on {metal.Name} content", Parse($"kg {metal.Symbol}"))),
    ]);

    public static Phrases<string> Values { get; } = new(Lexicon,
    [
        ("on the case", "case"),
        ("on the strap, band or bracelet", "strap"),
        ("on the case and strap, band or bracelet", "case-and-strap"),
        ("on case and strap, band or bracelet", "case-and-strap"),
        ("on the movement", "movement"),
        ("on the movement and case", "movement-and-case"),
        ("on the battery", "battery"),
        ("on thebattery", "battery"),
        ("on the apparatus", "apparatus"),
        ("on the entire set", "set"),
        ("on the value of the rifle", "rifle"),
        ("on the value of the telescopic sight, if any", "telescopic-sight"),
        ("of the fair retail value", "fair-retail-value"),
        ("of the cost of such goods or repairs", "cost-of-goods-or-repairs"),
        ("of the cost of such parts or materials", "cost-of-parts-or-materials"),
        .. Metals.Select(metal => ($"on the value of the {metal.Name} content", $"{metal.Symbol}-content")),
    ]);

    public static Phrases<string> Base { get; } = new(Lexicon,
        ("The duty provided in the applicable subheading", ""),
        ("The duty provided for in the applicable subheading", ""));

    private static DutyUnit Parse(string unit) =>
        DutyUnit.TryParse(unit, out var read) ? read : throw new FormatException($"'{unit}' is no unit.");
}
