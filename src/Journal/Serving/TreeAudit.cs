using CrmClub.Contracts.Journal.V1;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>
/// Grows two trees, of the stored leaves and of those recomputed from the entries, beside the stored nodes and heads.
/// Where a leaf and its entry differ, the tree that has the heads' roots tells which of the two was altered.
/// </summary>
internal sealed class TreeAudit
{
    private readonly SortedDictionary<long, byte[]> _heads;
    private readonly Dictionary<long, byte[]> _nodes;
    private readonly MerkleTree _stored = new();
    private readonly MerkleTree _recomputed = new();
    private readonly List<AuditFault> _faults = [];
    private long _storedHeld;
    private long _recomputedHeld;
    private long _lastHead;

    private TreeAudit(SortedDictionary<long, byte[]> heads, Dictionary<long, byte[]> nodes) =>
        (_heads, _nodes) = (heads, nodes);

    public long Size => _recomputed.Size;

    public static async Task<TreeAudit> BeginAsync(NpgsqlConnection connection, CancellationToken cancel) => new(
        new(await HashesAsync(new NpgsqlCommand("SELECT size, root FROM tree_head", connection), cancel)),
        await HashesAsync(new NpgsqlCommand("SELECT number, hash FROM tree_node", connection), cancel));

    public byte[] Root() => _recomputed.Root();

    public void Append(byte[] stored, byte[] recomputed)
    {
        var storedNode = _stored.Append(stored);
        var recomputedNode = _recomputed.Append(recomputed);
        if (storedNode is not null && recomputedNode is not null)
        {
            CheckNode((Size / MerkleTree.NodeLeaves) - 1, storedNode, recomputedNode);
        }

        if (_heads.Remove(Size, out var root))
        {
            CheckHead(root);
        }
    }

    /// <summary>The faults of the tree, and of the rows whose leaf and entry differ.</summary>
    public IEnumerable<AuditFault> Faults(IReadOnlyList<(long Seq, long EntryId)> differ)
    {
        foreach (var (seq, id) in differ)
        {
            yield return seq <= _storedHeld || seq > _recomputedHeld
                ? Fault("journal", $"id={id}", $"The entry, sealed as {seq}, is not what was sealed.")
                : Fault("sealed", $"seq={seq}", $"The leaf is not that of entry {id}.");
        }

        foreach (var fault in _faults)
        {
            yield return fault;
        }

        foreach (var size in _heads.Keys)
        {
            yield return Fault("tree_head", $"size={size}", $"It covers more than the {Size} entries that are sealed.");
        }

        foreach (var number in _nodes.Keys.Order())
        {
            yield return Fault("tree_node", $"number={number}", "It covers entries that are not sealed.");
        }

        if (_lastHead < Size)
        {
            yield return Fault("sealed", $"seq={_lastHead + 1}", "No tree head covers it: the club did not seal it.");
        }
    }

    private void CheckHead(byte[] root)
    {
        var held = Math.Max(_storedHeld, _recomputedHeld);
        _storedHeld = root.AsSpan().SequenceEqual(_stored.Root()) ? Size : _storedHeld;
        _recomputedHeld = root.AsSpan().SequenceEqual(_recomputed.Root()) ? Size : _recomputedHeld;

        // Where the first one fails, those after it fail with it.
        if (held == _lastHead && _storedHeld < Size && _recomputedHeld < Size)
        {
            _faults.Add(Fault("tree_head", $"size={Size}", "The root is not that of the entries."));
        }

        _lastHead = Size;
    }

    private void CheckNode(long number, byte[] stored, byte[] recomputed)
    {
        if (!_nodes.Remove(number, out var node))
        {
            _faults.Add(Fault("tree_node", $"number={number}", "It is gone."));
        }
        else if (!node.AsSpan().SequenceEqual(stored) && !node.AsSpan().SequenceEqual(recomputed))
        {
            _faults.Add(Fault("tree_node", $"number={number}", "The hash is not that of the entries."));
        }
    }

    private static AuditFault Fault(string table, string key, string fault) =>
        new() { Table = table, Key = key, Fault = fault };

    private static async Task<Dictionary<long, byte[]>> HashesAsync(
        NpgsqlCommand command, CancellationToken cancel)
    {
        await using var own = command;
        var hashes = new Dictionary<long, byte[]>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            hashes.Add(rows.GetInt64(0), rows.GetFieldValue<byte[]>(1));
        }

        return hashes;
    }
}
