using System.Diagnostics;

namespace CrmClub.Journal;

/// <summary>
/// Named places between two steps that belong together, at which a test lets the process die to see that nothing is
/// lost there. Off unless <see cref="FolderVariable"/> names a folder: then the process kills itself at the point whose
/// name is a file in that folder, once for each time that the file is put there.
/// </summary>
public static class FailPoint
{
    /// <summary>The environment variable that names the folder of armed points.</summary>
    public const string FolderVariable = "CRMCLUB_FAILPOINTS";

    /// <summary>What the file of a point is renamed to when the process died there.</summary>
    public const string ReachedSuffix = ".reached";

    private static readonly string? Folder = Environment.GetEnvironmentVariable(FolderVariable);
    private static readonly AsyncLocal<string?> ArmedHere = new();

    /// <summary>Dies here if the point is armed.</summary>
    /// <param name="name">Room and place, for instance "declarations.before-commit".</param>
    public static void Reach(string name)
    {
        if (ArmedHere.Value == name) throw new FailPointException(name);
        if (Folder is not null && File.Exists(Path.Combine(Folder, name))) Die(Path.Combine(Folder, name));
    }

    /// <summary>Does some work that ends at a point as if its process died there; the process goes on.</summary>
    /// <param name="name">The point.</param>
    /// <param name="work">Whatever it throws at the point has to pass through it.</param>
    /// <returns>Whether the point was reached.</returns>
    public static async Task<bool> DiesAsync(string name, Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArmedHere.Value = name;
        try
        {
            await work();
            return false;
        }
        catch (FailPointException reached) when (reached.Message == name)
        {
            return true;
        }
    }

    private static void Die(string point)
    {
        // Of two processes that come here at once, the rename lets one die.
        try
        {
            File.Move(point, point + ReachedSuffix);
        }
        catch (FileNotFoundException)
        {
            return;
        }

        Process.GetCurrentProcess().Kill();
    }
}

/// <summary>Ends work at a <see cref="FailPoint"/> that was armed for it alone.</summary>
/// <param name="point">The point's name.</param>
public sealed class FailPointException(string point) : Exception(point);
