namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>What phrases of a notation mean; of several that fit, the longest counts.</summary>
internal sealed class Phrases<T>
{
    private readonly (string[] Words, T Meaning)[] _rows;

    public Phrases(Lexicon lexicon, params (string Phrase, T Meaning)[] rows) =>
        _rows = [.. rows.Select(row => (Words: Words(row.Phrase, lexicon), row.Meaning))
            .OrderByDescending(row => row.Words.Length)];

    public bool TryRead(TokenReader tokens, out T? meaning)
    {
        foreach (var (words, meant) in _rows)
        {
            if (!tokens.Accept(words))
                continue;
            meaning = meant;
            return true;
        }

        meaning = default;
        return false;
    }

    private static string[] Words(string phrase, Lexicon lexicon) =>
        [.. Tokenizer.Cut(phrase, lexicon).SkipLast(1).Select(token => token.Text)];
}
