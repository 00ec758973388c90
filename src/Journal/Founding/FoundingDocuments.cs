using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.Configuration;

namespace CrmClub.Journal;

/// <summary>A founding document as it was read.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Hash">SHA-256 of the file, 32 bytes.</param>
public sealed record FoundingFile(byte[] Bytes, byte[] Hash);

/// <summary>
/// The treaty's annexes in the directory `Club:FoundingDirectory`. A developer's club may begin on another day,
/// `Club:FoundingDay`: days that equal the documents' founding day mean "from the beginning" and move with it.
/// </summary>
public sealed class FoundingDocuments(IConfiguration configuration)
{
    private const string DayField = "foundingDay";

    private readonly string _directory = configuration["Club:FoundingDirectory"]
        ?? throw new InvalidOperationException("Club:FoundingDirectory is not set.");

    /// <summary>The club's first day, YYYY-MM-DD.</summary>
    public string FoundingDay => configuration["Club:FoundingDay"] is { Length: > 0 } day ? day : WrittenDay.Value;

    // The annex on members says the day for all annexes.
    private Lazy<string> WrittenDay => field ??= new(() =>
    {
        using var members = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_directory, "membership.json")));
        return members.RootElement.TryGetProperty(DayField, out var day) ? day.GetString() ?? "" : "";
    });

    public async Task<FoundingFile> ReadAsync(string name, CancellationToken cancel)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_directory, name), cancel);
        return new FoundingFile(bytes, SHA256.HashData(bytes));
    }

    /// <summary>A day of a document, moved where it is the founding day.</summary>
    public string Move(string day) => day == WrittenDay.Value ? FoundingDay : day;

    /// <summary>Moves every day in a message.</summary>
    public void Move(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.FieldType == FieldType.String && !field.IsRepeated)
                field.Accessor.SetValue(message, Move((string)field.Accessor.GetValue(message)));
            else if (field.FieldType == FieldType.Message && field.IsRepeated)
                foreach (IMessage part in (System.Collections.IList)field.Accessor.GetValue(message))
                    Move(part);
            else if (field.FieldType == FieldType.Message && field.Accessor.GetValue(message) is IMessage part)
                Move(part);
        }
    }
}
