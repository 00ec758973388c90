using CrmClub.Contracts.Signing;

namespace CrmClub.Client;

/// <summary>
/// Signed tree heads kept in a file, one compact JWS a line: anchors that the club can't take back, by which
/// <c>crmclub audit verify --anchor</c> sees later whether its journal was cut, altered or made anew.
/// </summary>
public sealed class AnchorFile
{
    private readonly string _path;

    // Of each service.
    private readonly Dictionary<string, string> _newest = [];

    /// <param name="path">The file; it is made with the first head, and only ever gains lines.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public AnchorFile(string path)
    {
        _path = path;
        if (!File.Exists(path))
            return;
        foreach (var head in File.ReadLines(path))
            _newest[ServiceOf(head)] = head;
    }

    /// <summary>Adds a head, unless it is the newest one there of its service.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Keep(string head)
    {
        var service = ServiceOf(head);
        if (_newest.GetValueOrDefault(service) == head)
            return;
        File.AppendAllLines(_path, [head]);
        _newest[service] = head;
    }

    private static string ServiceOf(string head) => TreeHeads.Unproven(head)?.Service ?? "";
}
