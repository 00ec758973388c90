using System.Globalization;

namespace CrmClub.Tariffs.Proposals;

/// <summary>Gives measures their ids: one that a measure of any version has had is never given again.</summary>
internal sealed class MeasureNames(IReadOnlySet<string> taken)
{
    private const string Prefix = "M-";
    private const int Digits = 4;

    private readonly HashSet<string> _taken = [.. taken];

    /// <summary>Of a new measure: the next number.</summary>
    public string Next()
    {
        var last = _taken.Select(Number).DefaultIfEmpty().Max();
        return Take($"{Prefix}{(last + 1).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0')}");
    }

    /// <summary>Of the next wording of a measure: "M-0017.2" after "M-0017", "M-0017.3" after that.</summary>
    public string Next(string amended)
    {
        var line = amended.Split('.')[0];
        for (var wording = 2; ; wording++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{line}.{wording}");
            if (!_taken.Contains(id))
                return Take(id);
        }
    }

    private string Take(string id)
    {
        _taken.Add(id);
        return id;
    }

    private static int Number(string id) =>
        id.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(id.Split('.')[0][Prefix.Length..], CultureInfo.InvariantCulture, out var number) ? number : 0;
}
