namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>
/// TARIC's measurement units and qualifiers, with what they mean in the club's notation and how the EU displays them.
/// </summary>
internal static class TaricUnits
{
    private static readonly (string Code, string Unit, string Displayed)[] Measurements =
    [
        ("ASV", "vol", "% vol"),
        ("CCT", "tcc", "ct/l"),
        ("CEN", "100 p", "100 items"),
        ("CTM", "ct", "c/k"),
        ("DAP", "10 t polarised", ""),
        ("DHS", "kg dihydrostreptomycin", ""),
        ("DTN", "100 kg", "100 kg"),
        ("GFI", "g fissile", "gi F/S"),
        ("GRM", "g", "g"),
        ("GRT", "GT", ""),
        ("HLT", "hl", "hl"),
        ("HMT", "100 m", "100 m"),
        ("KAC", "kg acesulfame-K", ""),
        ("KCC", "kg choline-chloride", ""),
        ("KCL", "t KCl", ""),
        ("KGM", "kg", "kg"),
        ("KLT", "1000 l", "1,000 l"),
        ("KMA", "kg methylamines", "kg met.am."),
        ("KMT", "km", "km"),
        ("KNI", "kg N", "kg N"),
        ("KNS", "kg H2O2", "kg H2O2"),
        ("KPH", "kg KOH", "kg KOH"),
        ("KPO", "kg K2O", "kg K2O"),
        ("KPP", "kg P2O5", "kg P2O5"),
        ("KSD", "kg dry-90", "kg 90 % sdt"),
        ("KSH", "kg NaOH", "kg NaOH"),
        ("KUR", "kg U", "kg U"),
        ("LPA", "l alcohol", "l alc. 100%"),
        ("LTR", "l", "l"),
        ("MIL", "1000 p", "1,000 items"),
        ("MPR", "1000 pair", "1,000 pa"),
        ("MTK", "m2", "m2"),
        ("MTQ", "m3", "m3"),
        ("MTR", "m", "m"),
        ("MWH", "MWh", "1,000 kWh"),
        ("NAR", "p", "item"),
        ("NCL", "cell", "ce/el"),
        ("NPR", "pair", "pa"),
        ("TJO", "TJ", "TJ"),
        ("TNE", "t", "tonne"),
        ("WAT", "W", ""),
    ];

    // Strength (ASV) by hectolitre (X) is a unit of its own: hl times percent.
    private static readonly (string Code, string Name, string Displayed)[] Qualifiers =
    [
        ("A", "total-alcohol", "tot alc"),
        ("E", "drained", "net drained wt"),
        ("G", DutyUnit.Gross, "gross"),
        ("I", "biodiesel", "biodiesel"),
        ("M", "dry", "net dry"),
        ("P", "lactic", "lactic matter"),
        ("R", "standard-quality", "std qual"),
        ("S", "raw-sugar", "raw sugar"),
        ("T", "dry-lactic", "dry lactic matter"),
        ("Z", "sucrose-percent", "% sacchar."),
    ];

    /// <summary>"DTN", "DTN E", "ASV X".</summary>
    public static Phrases<DutyUnit> Codes { get; } = Make(row => row.Code, row => row.Code, " ", "ASV X");

    /// <summary>"100 kg", "100 kg / net drained wt", "% vol / hl".</summary>
    public static Phrases<DutyUnit> Displayed { get; } =
        Make(row => row.Displayed, row => row.Displayed, " / ", "% vol / hl");

    private static Phrases<DutyUnit> Make(
        Func<(string Code, string Unit, string Displayed), string> unit,
        Func<(string Code, string Name, string Displayed), string> qualifier,
        string between,
        string strengthByVolume)
    {
        List<(string, DutyUnit)> rows = [(strengthByVolume, Parse("hl vol"))];
        foreach (var measurement in Measurements.Where(row => unit(row).Length > 0))
        {
            rows.Add((unit(measurement), Parse(measurement.Unit)));
            if (MeasurementUnit.Find(measurement.Unit) is not { } plain)
                continue;
            foreach (var one in Qualifiers)
                rows.Add((unit(measurement) + between + qualifier(one), new DutyUnit(plain, one.Name)));
        }

        return new Phrases<DutyUnit>(Lexicon.GroupedNumbers, [.. rows]);
    }

    private static DutyUnit Parse(string unit) =>
        DutyUnit.TryParse(unit, out var read) ? read : throw new FormatException($"'{unit}' is no unit.");
}
