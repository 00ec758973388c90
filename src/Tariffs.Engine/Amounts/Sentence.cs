namespace CrmClub.Tariffs.Engine;

/// <summary>Joins texts and numbers on the stack: of a formula only the whole is made.</summary>
internal ref struct Sentence(Span<char> buffer)
{
    /// <summary>Characters of nearly every formula.</summary>
    public const int LengthUsual = 256;

    private Span<char> _text = buffer;
    private int _length;

    public void Add(string text)
    {
        text.CopyTo(Room(text.Length));
        _length += text.Length;
    }

    /// <summary>With all its decimals: "20.00".</summary>
    public void AddAmount(decimal amount) => _length += DecimalText.Write(Room(DecimalText.LengthMax), amount);

    /// <summary>Without the zeros that say nothing: "4.2".</summary>
    public void AddNumber(decimal number) => _length += DecimalText.WriteShort(Room(DecimalText.LengthMax), number);

    /// <summary>With either no decimals or at least two: "15", "4.20".</summary>
    public void AddMoney(decimal amount) => _length += DecimalText.WriteMoney(Room(DecimalText.LengthMax), amount);

    public override readonly string ToString() => new(_text[.._length]);

    private Span<char> Room(int length)
    {
        if (_text.Length - _length < length)
            Grow(length);
        return _text[_length..];
    }

    private void Grow(int length)
    {
        var larger = new char[Math.Max(2 * _text.Length, _length + length)];
        _text[.._length].CopyTo(larger);
        _text = larger;
    }
}
