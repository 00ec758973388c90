namespace CrmClub.Cli.CommandLine;

/// <summary>What the program ends with.</summary>
internal static class ExitCodes
{
    /// <summary>Yes, or done.</summary>
    public const int Done = 0;

    /// <summary>The answer is no: refused, invalid, not in force, differs.</summary>
    public const int No = 1;

    /// <summary>The input or the usage is wrong.</summary>
    public const int WrongInput = 2;

    public const int NotFound = 3;

    /// <summary>Signing in failed, or it is not allowed.</summary>
    public const int NotAllowed = 4;

    /// <summary>The club can't be reached in time.</summary>
    public const int Unreachable = 5;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;
}
