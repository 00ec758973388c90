namespace CrmClub.Tariffs.Engine.Expressions;

internal enum TokenKind
{
    End,
    Number,
    Word,
    Sign,
}

/// <summary>A piece of an expression; its start is counted from 0.</summary>
internal readonly ref struct Token(TokenKind kind, int start, ReadOnlySpan<char> text)
{
    private const int ShownMax = 20;

    public TokenKind Kind { get; } = kind;

    public int Start { get; } = start;

    public ReadOnlySpan<char> Text { get; } = text;

    public bool Is(string text) => Text.SequenceEqual(text);

    public string Shown() => Kind == TokenKind.End
        ? "the end"
        : $"'{(Text.Length > ShownMax ? $"{Text[..ShownMax]}…" : Text.ToString())}'";
}

/// <summary>Cuts an expression into numbers, words and signs.</summary>
internal ref struct ExpressionScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    public Token Next()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t')
            _position++;
        var start = _position;
        if (start == _text.Length)
            return new Token(TokenKind.End, start, default);
        var kind = _text[start] switch
        {
            >= '0' and <= '9' => TokenKind.Number,
            (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') => TokenKind.Word,
            _ => TokenKind.Sign,
        };
        _position = kind switch
        {
            TokenKind.Number => EndOfNumber(start),
            TokenKind.Word => EndOfWord(start),
            // A surrogate pair is one character to whoever reads the message.
            _ => start + (char.IsHighSurrogate(_text[start]) && start + 1 < _text.Length ? 2 : 1),
        };
        return new Token(kind, start, _text[start.._position]);
    }

    private readonly int EndOfWord(int position)
    {
        while (position < _text.Length && char.IsAsciiLetterOrDigit(_text[position]))
            position++;
        return position;
    }

    private readonly int EndOfNumber(int position)
    {
        position = EndOfDigits(position);
        return position + 1 < _text.Length && _text[position] == '.' && char.IsAsciiDigit(_text[position + 1])
            ? EndOfDigits(position + 1)
            : position;
    }

    private readonly int EndOfDigits(int position)
    {
        while (position < _text.Length && char.IsAsciiDigit(_text[position]))
            position++;
        return position;
    }
}
