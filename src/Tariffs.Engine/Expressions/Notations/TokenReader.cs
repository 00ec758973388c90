using System.Globalization;

namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>Reads tokens one after the other, and keeps the first fault.</summary>
internal sealed class TokenReader(string text, Lexicon lexicon)
{
    /// <summary>Most digits of a number, before and after the point together.</summary>
    public const int NumberDigitsMax = 18;

    // Agricultural components, additional duties on sugar and on flour, by which composite goods pay for their recipe.
    private static readonly string[] Meursing = ["AC", "ACR", "ADSZ", "ADFM", "EA", "EAR", "FD", "FDR", "SD", "SDR"];

    private readonly Token[] _tokens = Tokenizer.Cut(text, lexicon);
    private int _next;

    public ExpressionError? Error { get; private set; }

    public Token Current => _tokens[_next];

    public bool IsAt(string text) => Current.Kind != TokenKind.End && Current.Text == text;

    public void Advance() => _next = Math.Min(_next + 1, _tokens.Length - 1);

    public bool Accept(string text)
    {
        if (!IsAt(text))
            return false;
        Advance();
        return true;
    }

    /// <summary>Takes all of these words and signs, or none.</summary>
    public bool Accept(ReadOnlySpan<string> phrase)
    {
        if (_tokens.Length - _next <= phrase.Length)
            return false;
        for (var index = 0; index < phrase.Length; index++)
        {
            if (_tokens[_next + index].Text != phrase[index])
                return false;
        }

        _next += phrase.Length;
        return true;
    }

    /// <summary>Goes back to where a token stands.</summary>
    public void Return(Token token) => _next = Array.IndexOf(_tokens, token);

    public decimal? Number()
    {
        if (Current.Kind != TokenKind.Number)
        {
            Fail<DutySum>(Meursing.Contains(Current.Text) ? "a number: Meursing components are not read" : "a number");
            return null;
        }

        if (Current.Text.Count(char.IsAsciiDigit) > NumberDigitsMax)
        {
            Fail<DutySum>($"a number of at most {NumberDigitsMax} digits");
            return null;
        }

        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;
        var value = decimal.Parse(Current.Text, style, CultureInfo.InvariantCulture);
        Advance();
        return value;
    }

    public T? Fail<T>(string expected)
        where T : class => Fail<T>(Current, expected);

    public T? Fail<T>(Token token, string expected)
        where T : class
    {
        Error ??= new ExpressionError(token.Start + 1, token.Shown, expected);
        return null;
    }
}
