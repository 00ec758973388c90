using System.Security.Cryptography;
using System.Text;

namespace CrmClub.Suppliers.Grievances;

/// <summary>
/// The secret of a receipt as people copy it: Crockford's base 32 in groups of four, without letters that look like
/// digits.
/// </summary>
internal static class ReceiptSecret
{
    public const int Bytes = 20;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int BitsPerLetter = 5;
    private const int Group = 4;
    private const int LettersMax = 64;

    public static string Write(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        var (bits, value) = (0, 0);
        foreach (var part in secret)
        {
            value = (value << 8) | part;
            for (bits += 8; bits >= BitsPerLetter; bits -= BitsPerLetter)
            {
                if (text.Length % (Group + 1) == Group)
                    text.Append('-');
                text.Append(Alphabet[(value >> (bits - BitsPerLetter)) & 31]);
            }
        }

        return text.ToString();
    }

    /// <summary>Its bytes; null for what is no secret.</summary>
    public static byte[]? Read(string text)
    {
        if (text.Length > LettersMax)
            return null;
        var secret = new List<byte>(Bytes);
        var (bits, value) = (0, 0);
        foreach (var letter in text.Where(c => c != '-' && !char.IsWhiteSpace(c)))
        {
            var place = Alphabet.IndexOf(Meant(char.ToUpperInvariant(letter)), StringComparison.Ordinal);
            if (place < 0)
                return null;
            value = (value << BitsPerLetter) | place;
            bits += BitsPerLetter;
            if (bits < 8)
                continue;
            bits -= 8;
            secret.Add((byte)(value >> bits));
        }

        return secret.Count == Bytes && bits == 0 ? [.. secret] : null;
    }

    public static byte[] HashOf(ReadOnlySpan<byte> secret) => SHA256.HashData(secret);

    private static char Meant(char letter) => letter switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        _ => letter,
    };
}
