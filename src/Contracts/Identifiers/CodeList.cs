using System.Text;

namespace CrmClub.Contracts.Identifiers;

/// <summary>Reads the code lists that are embedded in this assembly.</summary>
internal static class CodeList
{
    /// <summary>
    /// The records after the header line; a field may stand in double quotes (RFC 4180, one line each).
    /// </summary>
    public static IEnumerable<IReadOnlyList<string>> Read(string name)
    {
        using var stream = typeof(CodeList).Assembly.GetManifestResourceStream($"codes/{name}")
            ?? throw new InvalidOperationException($"The code list {name} is missing in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return Split(line);
    }

    private static List<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }
        fields.Add(field.ToString());
        return fields;
    }
}
