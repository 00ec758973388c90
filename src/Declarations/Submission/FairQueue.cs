namespace CrmClub.Declarations.Submission;

/// <summary>
/// Declarations that wait, a line for each client: the lines are served in turn, and none may take more than half of
/// the room, so that a system that floods the club waits behind itself and not before others.
/// </summary>
internal sealed class FairQueue(int declarationsMax, long bytesMax)
{
    private const int LinesWithAllRoom = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly Queue<Line> _turns = new();
    private int _count;
    private long _bytes;

    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>False where there is no room, in all or for its client.</summary>
    public bool TryEnqueue(PendingDeclaration one)
    {
        var bytes = one.Document.Length;
        lock (_lock)
        {
            if (!_lines.TryGetValue(one.Identity.Client, out var line))
                line = new Line(one.Identity.Client);
            if (_count == declarationsMax || _bytes + bytes > bytesMax
                || line.Waiting.Count >= declarationsMax / LinesWithAllRoom
                || line.Bytes + bytes > bytesMax / LinesWithAllRoom)
                return false;
            line.Waiting.Enqueue(one);
            line.Bytes += bytes;
            _count++;
            _bytes += bytes;
            if (line.Waiting.Count == 1)
            {
                _lines[line.Client] = line;
                _turns.Enqueue(line);
            }

            return true;
        }
    }

    /// <summary>The next of the line whose turn it is; null where nothing waits.</summary>
    public PendingDeclaration? Dequeue()
    {
        lock (_lock)
        {
            if (!_turns.TryDequeue(out var line))
                return null;
            var next = line.Waiting.Dequeue();
            line.Bytes -= next.Document.Length;
            _count--;
            _bytes -= next.Document.Length;
            if (line.Waiting.Count > 0)
                _turns.Enqueue(line);
            else
                _lines.Remove(line.Client);
            return next;
        }
    }

    private sealed class Line(string client)
    {
        public string Client { get; } = client;

        public Queue<PendingDeclaration> Waiting { get; } = new();

        public long Bytes { get; set; }
    }
}
