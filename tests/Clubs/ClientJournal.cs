using System.Text.Json;

namespace CrmClub.Testing.Clubs;

/// <summary>
/// What a client sent and what it was told, in its own file and synced to disk before the next step: the other side of
/// the club's promise.
/// </summary>
public sealed class ClientJournal : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _lock = new();

    public ClientJournal(string path) =>
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    /// <summary>Before it is sent.</summary>
    public void Sending(string administration, string lrn) => Write(new Line(administration, lrn, null, null));

    /// <summary>When the answer is there.</summary>
    public void Acknowledged(string administration, string lrn, string mrn, decimal duty) =>
        Write(new Line(administration, lrn, mrn, duty));

    /// <summary>All that is written, by administration and LRN.</summary>
    public static ClientRecord Read(string path)
    {
        var lines = File.ReadLines(path).Select(line => JsonSerializer.Deserialize<Line>(line)!).ToList();
        return new ClientRecord(
            lines.Where(line => line.Mrn is null).Select(line => (line.Administration, line.Lrn)).ToHashSet(),
            lines.Where(line => line.Mrn is not null)
                .ToLookup(line => (line.Administration, line.Lrn),
                    line => new Acknowledgement(line.Mrn!, line.Duty!.Value)));
    }

    public void Dispose() => _file.Dispose();

    private void Write(Line line)
    {
        lock (_lock)
        {
            _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line), (byte)'\n']);
            _file.Flush(flushToDisk: true);
        }
    }

    private sealed record Line(string Administration, string Lrn, string? Mrn, decimal? Duty);
}

/// <summary>A number and a duty that a client was told.</summary>
public sealed record Acknowledgement(string Mrn, decimal Duty);

/// <summary>A client's record, read back.</summary>
/// <param name="Sent">What was sent at least once.</param>
/// <param name="Acknowledged">What was answered, and how.</param>
public sealed record ClientRecord(
    IReadOnlySet<(string Administration, string Lrn)> Sent,
    ILookup<(string Administration, string Lrn), Acknowledgement> Acknowledged);
