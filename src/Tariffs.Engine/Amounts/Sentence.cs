using System.Globalization;
using System.Runtime.CompilerServices;

namespace CrmClub.Tariffs.Engine;

/// <summary>Joins texts and numbers on the stack: of a formula only the whole is made.</summary>
internal ref struct Sentence(Span<char> buffer)
{
    /// <summary>Characters of nearly every formula.</summary>
    public const int LengthUsual = 256;

    private DefaultInterpolatedStringHandler _text = new(0, 0, CultureInfo.InvariantCulture, buffer);

    public void Add(string text) => _text.AppendLiteral(text);

    /// <summary>With all its decimals: "20.00".</summary>
    public void AddAmount(decimal amount)
    {
        Span<char> text = stackalloc char[DecimalText.LengthMax];
        _text.AppendFormatted(text[..DecimalText.Write(text, amount)]);
    }

    /// <summary>Without the zeros that say nothing: "4.2".</summary>
    public void AddNumber(decimal number)
    {
        Span<char> text = stackalloc char[DecimalText.LengthMax];
        _text.AppendFormatted(text[..DecimalText.WriteShort(text, number)]);
    }

    /// <summary>With either no decimals or at least two: "15", "4.20".</summary>
    public void AddMoney(decimal amount)
    {
        Span<char> text = stackalloc char[DecimalText.LengthMax];
        _text.AppendFormatted(text[..DecimalText.WriteMoney(text, amount)]);
    }

    public override string ToString() => _text.ToStringAndClear();
}
