namespace CrmClub.Client;

/// <summary>
/// Signed tree heads kept in a file, one compact JWS a line: anchors that the club can't take back, by which
/// <c>crmclub audit verify --anchor</c> sees later whether its journal was cut, altered or made anew.
/// </summary>
public sealed class AnchorFile
{
    private readonly string _path;
    private string _newest;

    /// <param name="path">The file; it is made with the first head, and only ever gains lines.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public AnchorFile(string path)
    {
        _path = path;
        _newest = File.Exists(path) ? File.ReadLines(path).LastOrDefault("") : "";
    }

    /// <summary>Adds a head, unless it is the newest one there.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Keep(string head)
    {
        if (head == _newest)
            return;
        File.AppendAllLines(_path, [head]);
        _newest = head;
    }
}
