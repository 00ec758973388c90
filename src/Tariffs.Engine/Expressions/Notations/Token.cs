namespace CrmClub.Tariffs.Engine.Expressions;

internal enum TokenKind
{
    End,
    Number,
    Word,
    Sign,
}

/// <summary>A piece of an expression; its start is counted from 0.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, string Text)
{
    private const int ShownMax = 20;

    public string Shown => Kind == TokenKind.End
        ? "the end"
        : $"'{(Text.Length > ShownMax ? $"{Text[..ShownMax]}…" : Text)}'";
}

/// <summary>What a notation has beside numbers, words and signs.</summary>
[Flags]
internal enum Lexicon
{
    Plain = 0,

    /// <summary>"1,000" is one number.</summary>
    GroupedNumbers = 1,

    /// <summary>"m&lt;sup&gt;2&lt;/sup&gt;" is m2, "thou- sand" a word at the end of a printed line.</summary>
    Print = 2,
}
