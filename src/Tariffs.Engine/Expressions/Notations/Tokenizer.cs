namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>Cuts an expression into numbers, words and signs.</summary>
internal sealed class Tokenizer(string text, Lexicon lexicon)
{
    private const int GroupDigits = 3;

    private static readonly string[] Tags = ["<u>", "</u>", "<il>", "</il>", "<sup>", "</sup>"];

    private int _position;

    public static Token[] Cut(string text, Lexicon lexicon)
    {
        var tokenizer = new Tokenizer(text, lexicon);
        List<Token> tokens = [];
        do
            tokens.Add(tokenizer.Next());
        while (tokens[^1].Kind != TokenKind.End);
        return [.. tokens];
    }

    private Token Next()
    {
        SkipBlanks();
        var start = _position;
        if (start == text.Length)
            return new Token(TokenKind.End, start, "");
        if (char.IsAsciiDigit(text[start]))
            return Taken(TokenKind.Number, start, EndOfNumber(start));
        if (char.IsAsciiLetter(text[start]))
            return Word(start);
        // A surrogate pair is one character to whoever reads the message.
        var pair = char.IsHighSurrogate(text[start]) && start + 1 < text.Length;
        return Taken(TokenKind.Sign, start, start + (pair ? 2 : 1));
    }

    private Token Taken(TokenKind kind, int start, int end)
    {
        _position = end;
        return new Token(kind, start, text[start..end]);
    }

    private void SkipBlanks()
    {
        while (_position < text.Length)
        {
            if (text[_position] is ' ' or '\t')
                _position++;
            else if (lexicon.HasFlag(Lexicon.Print) && TagLength() is > 0 and var length)
                _position += length;
            else
                return;
        }
    }

    private int TagLength() =>
        Array.Find(Tags, tag => text.AsSpan(_position).StartsWith(tag, StringComparison.Ordinal))?.Length ?? 0;

    private Token Word(int start)
    {
        var word = Taken(TokenKind.Word, start, EndOfWord(start));
        while (lexicon.HasFlag(Lexicon.Print) && _position + 2 < text.Length && text[_position] == '-'
            && text[_position + 1] == ' ' && char.IsAsciiLetterLower(text[_position + 2]))
        {
            var rest = _position + 2;
            word = word with { Text = word.Text + Taken(TokenKind.Word, rest, EndOfWord(rest)).Text };
        }

        return word;
    }

    private int EndOfWord(int position)
    {
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position])
            || (text[position] == '-' && IsLetterOrDigit(position + 1))))
        {
            position++;
        }

        return position;
    }

    private int EndOfNumber(int position)
    {
        position = EndOfDigits(position);
        while (lexicon.HasFlag(Lexicon.GroupedNumbers) && At(position) == ','
            && EndOfDigits(position + 1) == position + 1 + GroupDigits)
        {
            position += 1 + GroupDigits;
        }

        return At(position) == '.' && char.IsAsciiDigit(At(position + 1)) ? EndOfDigits(position + 1) : position;
    }

    private int EndOfDigits(int position)
    {
        while (char.IsAsciiDigit(At(position)))
            position++;
        return position;
    }

    private bool IsLetterOrDigit(int position) => char.IsAsciiLetterOrDigit(At(position));

    private char At(int position) => position < text.Length ? text[position] : '\0';
}
