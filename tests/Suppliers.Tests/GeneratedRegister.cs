using System.Text;
using Npgsql;

namespace CrmClub.Suppliers.Tests;

/// <summary>As many facilities as are wanted, with names as they are in the trade, drawn from a seed.</summary>
internal sealed class GeneratedRegister(int seed)
{
    private static readonly string[] Syllables =
        ("ka ri mo lu na ta ser vin gal dor bek shi ran pel tor ma ne sko wil hed bra can ost fjo gre lan mer nor "
        + "pra quo rus sta tur ulm ver wes yar zel ham ber fal kir lyn mon").Split(' ');

    private static readonly string[] Works =
        ["Mine", "Rare Earths", "Refinery", "Separation Plant", "Magnet Works", "Metals", "Concentrator", "Recycling"];

    private static readonly string[] Businesses = ["Minerals", "Resources", "Mining", "Materials", "Metals Group"];

    private static readonly string[] LegalForms = ["Ltd", "Inc.", "GmbH", "AB", "Pty Ltd", "Sdn. Bhd.", "S.A.", ""];

    private const string Ideographs =
        "東西南北山川田村松竹梅石金銀銅鉄水木林森島崎浜津港坂原野沢谷岡橋本上中下大小新古長高広深清白黒青赤千万福富安平和光明春秋夏冬星月";

    private static readonly string[] JapaneseWorks = ["鉱山", "製錬所", "磁石工場", "精製工場", "リサイクルセンター", "分離工場"];

    private static readonly string[] Countries = ["AU", "BR", "CA", "EE", "FR", "MY", "US", "VN", "ZA", "SE"];

    private readonly Random _random = new(seed);
    private readonly HashSet<string> _taken = [];

    /// <summary>Each facility: number, its name and its operator's.</summary>
    public List<(string Number, string Name, string Operator, string OperatorName)> Facilities { get; } = [];

    /// <summary>Stores so many, two to an operator; every second one has a certificate.</summary>
    public async Task StoreAsync(NpgsqlDataSource database, int count)
    {
        for (var place = 0; place < count; place++)
        {
            var isJapanese = place / 2 % 7 == 0;
            var owner = place % 2 == 0
                ? ($"O-{place / 2:0000}", New(isJapanese ? JapaneseOperator : Operator))
                : (Facilities[^1].Operator, Facilities[^1].OperatorName);
            var country = isJapanese ? "JP" : Countries[place / 2 % Countries.Length];
            Facilities.Add((
                $"F-{country}-{place:0000}", New(isJapanese ? JapaneseFacility : Facility), owner.Item1, owner.Item2));
        }

        await using var connection = await database.OpenConnectionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync(
            "COPY operator (number, entry_id, name, country) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var owner in Facilities.DistinctBy(one => one.Operator))
                await copy.WriteRowAsync(default, owner.Operator, 1L, owner.OperatorName, owner.Number[2..4]);
            await copy.CompleteAsync();
        }

        await using (var copy = await connection.BeginBinaryImportAsync(
            "COPY facility (number, entry_id, operator, name, country, kind) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var one in Facilities)
                await copy.WriteRowAsync(default, one.Number, 1L, one.Operator, one.Name, one.Number[2..4], "Mine");
            await copy.CompleteAsync();
        }

        await using var rest = new NpgsqlCommand(
            """
            INSERT INTO facility_scope
            SELECT number, place, (ARRAY['Dy', 'NdPr', 'Tb'])[1 + (ascii(reverse(number)) + place) % 3], 'Metal', 100
            FROM facility, generate_series(0, 1) place;
            INSERT INTO certificate_change (id, entry_id, certificate, version, draft, author, reason)
            SELECT md5(number)::uuid, 1, 'CRM-' || number, 1, '{}', 'author', '' FROM facility
            WHERE ascii(reverse(number)) % 2 = 0;
            INSERT INTO certificate_approval SELECT id, 1, author, 'approver' FROM certificate_change;
            INSERT INTO certificate_version
            SELECT 'CRM-' || f.number, 1, 1, c.id, f.number, f.country, 'B', 'Issued', '[2027-01-01,2030-01-01)', NULL,
              'Unspecified', now()
            FROM facility f JOIN certificate_change c ON c.certificate = 'CRM-' || f.number;
            INSERT INTO certificate_scope
            SELECT 'CRM-' || facility, 1, place, material, stage, 100 FROM facility_scope
            WHERE facility IN (SELECT facility FROM certificate_version);
            ANALYZE;
            """,
            connection)
        { CommandTimeout = 300 };
        await rest.ExecuteNonQueryAsync();
    }

    /// <summary>A name of five letters or more with one edit, and whom it must find.</summary>
    public (string Text, Predicate<(string Facility, string Operator)> Finds) Query()
    {
        var one = Facilities[_random.Next(Facilities.Count)];
        var byOperator = _random.Next(2) == 0;
        return (
            Edited(byOperator ? one.OperatorName : one.Name),
            found => byOperator ? found.Operator == one.Operator : found.Facility == one.Number);
    }

    private string Edited(string name)
    {
        var text = new StringBuilder(name);
        do
        {
            text.Clear().Append(name);
            var place = _random.Next(name.Length - 1);
            var letter = name[_random.Next(name.Length)];
            switch (_random.Next(4))
            {
                case 0: text.Remove(place, 1); break;
                case 1: text.Insert(place, letter); break;
                case 2: text[place] = letter; break;
                default: (text[place], text[place + 1]) = (text[place + 1], text[place]); break;
            }
        }
        while (text.ToString() == name);
        return text.ToString();
    }

    private string New(Func<string> draw)
    {
        string name;
        do name = draw();
        while (!_taken.Add(name));
        return name;
    }

    private string Facility() =>
        $"{Word()} {Works[_random.Next(Works.Length)]}{(_random.Next(4) == 0 ? $" {_random.Next(1, 9)}" : "")}";

    private string Operator() =>
        $"{Word()} {Businesses[_random.Next(Businesses.Length)]} {LegalForms[_random.Next(LegalForms.Length)]}".Trim();

    private string JapaneseFacility() => Signs(2 + _random.Next(2)) + JapaneseWorks[_random.Next(JapaneseWorks.Length)];

    private string JapaneseOperator() => Signs(2 + _random.Next(3)) + "金属工業株式会社";

    private string Word()
    {
        var word = string.Concat(
            Enumerable.Range(0, 2 + _random.Next(3)).Select(_ => Syllables[_random.Next(Syllables.Length)]));
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    private string Signs(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => Ideographs[_random.Next(Ideographs.Length)]));
}
