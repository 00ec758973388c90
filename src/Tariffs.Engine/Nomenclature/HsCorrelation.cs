namespace CrmClub.Tariffs.Engine;

/// <summary>What became of one edition's subheadings in another.</summary>
public sealed class HsCorrelation
{
    private readonly ILookup<string, string> _changed;
    private readonly HsEdition _to;

    /// <summary>Puts it together.</summary>
    /// <param name="changed">A row for each pair of codes that share goods, without codes that stayed the same.</param>
    /// <param name="to">The edition into which codes are carried.</param>
    public HsCorrelation(IEnumerable<KeyValuePair<string, string>> changed, HsEdition to)
    {
        _changed = changed.ToLookup(row => row.Key, row => row.Value, StringComparer.Ordinal);
        _to = to;
    }

    /// <summary>
    /// The codes of which a subheading's goods are now, in order: with more than one somebody has to say which is
    /// meant. Empty where the earlier edition had no such code.
    /// </summary>
    public IReadOnlyList<string> Targets(string code) => _changed.Contains(code)
        ? [.. _changed[code].Order(StringComparer.Ordinal)]
        : _to.Contains(code) ? [code] : [];
}
